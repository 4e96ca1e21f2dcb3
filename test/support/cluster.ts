import { execFile, execFileSync } from 'node:child_process'
import { once } from 'node:events'
import { chownSync, existsSync, mkdirSync } from 'node:fs'
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'

const run = promisify(execFile)

/** The folder of PostgreSQL's programs, from `PG_BIN` or the location on Debian; undefined if there is none. */
export const binFolder = [
  process.env['PG_BIN'],
  ...[18, 17, 16, 15].map((version) => `/usr/lib/postgresql/${version}/bin`),
].find((folder) => folder !== undefined && existsSync(join(folder, 'pg_ctl')))

/** A PostgreSQL server of a test, which can be stopped, frozen and restarted. */
export interface Cluster {
  readonly url: string
  /** The folder of its small disk, if it was created with one. */
  readonly disk: string
  start(): Promise<void>
  /** Stops it immediately, as if its machine lost power. */
  stop(): Promise<void>
  /** Freezes or resumes the processes of the server. */
  freeze(frozen: boolean): Promise<void>
  remove(): Promise<void>
}

/** PostgreSQL does not run as root. In that case, it runs as the user that Debian creates for it. */
export const readUser = (): { uid?: number; gid?: number } => {
  if (process.getuid?.() !== 0) return {}
  const id = (option: string) => Number(execFileSync('id', [option, 'postgres'], { encoding: 'utf8' }))
  return { uid: id('-u'), gid: id('-g') }
}

/** Options of a server. */
export interface ClusterOptions {
  /** The size in megabytes of a separate disk for files of the test, which only root can create; undefined for none. */
  readonly diskMegabytes?: number
  /** The server of which it is a streaming replica; undefined for a server of its own. */
  readonly primary?: Cluster
}

/** Whether this process can create a disk: root on a machine can, root in a container mostly cannot. */
export const canMakeDisk = (): boolean => {
  if (process.getuid?.() !== 0) return false
  try {
    execFileSync('unshare', ['-m', 'mount', '-t', 'tmpfs', 'tmpfs', tmpdir()], { stdio: 'ignore' })
    return true
  } catch {
    return false
  }
}

const makeDisk = (folder: string, megabytes: number, { uid, gid }: ReturnType<typeof readUser>): void => {
  mkdirSync(folder)
  const options = `size=${megabytes}m,uid=${uid},gid=${gid},mode=700`
  execFileSync('mount', ['-t', 'tmpfs', '-o', options, 'tmpfs', folder])
}

/** Finds a free port of the loopback address. */
export const findFreePort = async (): Promise<number> => {
  const probe = createServer().listen(0, '127.0.0.1')
  await once(probe, 'listening')
  const address = probe.address()
  probe.close()
  if (address === null || typeof address === 'string') throw new Error('The system gave no port')
  return address.port
}

/** Sends a signal to a process, unless it has already ended. */
const signal = (pid: number, name: NodeJS.Signals) => {
  try {
    process.kill(pid, name)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error
  }
}

/** Creates a server on a free port and starts it. */
export const startCluster = async (bin: string, { diskMegabytes, primary }: ClusterOptions = {}): Promise<Cluster> => {
  const port = await findFreePort()
  const user = readUser()
  const folder = await mkdtemp(join(tmpdir(), 'botlens-cluster-'))
  if (user.uid !== undefined && user.gid !== undefined) chownSync(folder, user.uid, user.gid)
  const data = join(folder, 'data')
  const disk = join(folder, 'disk')
  if (diskMegabytes !== undefined) makeDisk(disk, diskMegabytes, user)
  const options = { ...user, cwd: folder, env: { PATH: process.env['PATH'], LC_ALL: 'C' } }
  const control = (...args: string[]) => run(join(bin, 'pg_ctl'), ['-D', data, '-w', ...args], options)
  if (primary)
    await run(join(bin, 'pg_basebackup'), ['-d', primary.url, '-D', data, '-R', '-X', 'stream', '-c', 'fast'], options)
  else await run(join(bin, 'initdb'), ['-D', data, '-U', 'postgres', '-A', 'trust', '-N', '-E', 'UTF8'], options)
  const settings = `-p ${port} -k ${folder} -c listen_addresses=127.0.0.1 -c fsync=off -c max_connections=40`
  const start = async () => {
    await control('-l', join(folder, 'log'), '-o', settings, 'start')
  }
  await start()
  return {
    url: `postgresql://postgres@127.0.0.1:${port}/postgres`,
    disk,
    start,
    stop: async () => {
      await control('-m', 'immediate', 'stop')
    },
    freeze: async (frozen) => {
      const [pid] = (await readFile(join(data, 'postmaster.pid'), 'utf8')).split('\n')
      const children = execFileSync('ps', ['-o', 'pid=', '--ppid', String(pid)], { encoding: 'utf8' })
        .trim()
        .split(/\s+/)
      for (const each of [String(pid), ...children]) signal(Number(each), frozen ? 'SIGSTOP' : 'SIGCONT')
    },
    remove: async () => {
      await control('-m', 'immediate', 'stop').catch(() => undefined)
      if (diskMegabytes !== undefined) execFileSync('umount', [disk])
      await rm(folder, { recursive: true, force: true })
    },
  }
}
