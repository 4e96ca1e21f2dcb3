import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync } from 'node:fs'
import { chmod, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { findFreePort, readUser } from './cluster.ts'

/** The PgBouncer executable on Debian; undefined if it is missing. */
export const pgbouncerFile = ['/usr/sbin/pgbouncer', '/usr/bin/pgbouncer'].find(existsSync)

/** A PgBouncer for a test. */
export interface PgBouncer {
  /** The URL of a database on the server behind it. */
  urlOf(database: string): string
  stop(): Promise<void>
}

const waitUntilListening = (child: ChildProcess): Promise<void> =>
  new Promise((resolve, reject) => {
    let log = ''
    child.stderr?.on('data', (chunk) => {
      log += String(chunk)
      if (log.includes('process up')) resolve()
    })
    child.once('exit', () => reject(new Error(`PgBouncer ended: ${log}`)))
  })

/**
 * Starts PgBouncer in front of a PostgreSQL server, with its defaults: session pooling, no ignored startup parameters.
 */
export const startPgBouncer = async (file: string, serverUrl: string): Promise<PgBouncer> => {
  const { hostname, port: serverPort, username } = new URL(serverUrl)
  const folder = await mkdtemp(join(tmpdir(), 'botlens-pgbouncer-'))
  const port = await findFreePort()
  const users = join(folder, 'users.txt')
  const settings = join(folder, 'pgbouncer.ini')
  await writeFile(users, `"${username}" ""\n`)
  await writeFile(
    settings,
    `[databases]
* = host=${hostname} port=${serverPort}
[pgbouncer]
listen_addr = 127.0.0.1
listen_port = ${port}
unix_socket_dir =
auth_type = trust
auth_file = ${users}
`,
  )
  await chmod(folder, 0o755)
  const child = spawn(file, [settings], { ...readUser(), cwd: folder, stdio: ['ignore', 'ignore', 'pipe'] })
  await waitUntilListening(child)
  return {
    urlOf: (database) => `postgresql://${username}@127.0.0.1:${port}/${database}`,
    stop: async () => {
      if (child.exitCode === null && child.signalCode === null) {
        const exit = once(child, 'exit')
        child.kill('SIGKILL')
        await exit
      }
      await rm(folder, { recursive: true, force: true })
    },
  }
}
