import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { PGlite } from '@electric-sql/pglite'
import { pg_trgm } from '@electric-sql/pglite/contrib/pg_trgm'
import { startSocketServer } from '../../src/db/embedded/socketServer.ts'

interface EngineOptions {
  /** The contents; by default, an empty database. */
  readonly dump?: Blob
  /** The folder of its files; by default, it runs in memory. */
  readonly files?: string
}

/**
 * Less memory than by default, all of which is written when an engine starts. Scans of large tables begin at their
 * first row nevertheless.
 */
const startParams = [...PGlite.defaultStartParams, '-c', 'shared_buffers=32MB', '-c', 'synchronize_seqscans=off']

/** Runs PGlite and serves it through a socket file. */
export const startEngine = async ({ dump, files }: EngineOptions = {}) => {
  const engine = await PGlite.create({
    extensions: { pg_trgm },
    startParams,
    ...(files === undefined ? {} : { dataDir: files }),
    ...(dump ? { loadDataDir: dump } : {}),
  })
  const folder = await mkdtemp(join(tmpdir(), 'botlens-test-'))
  const server = await startSocketServer(engine, { path: join(folder, '.s.PGSQL.5432') })
  return {
    engine,
    connection: { host: folder, port: 5432, user: 'postgres', database: 'postgres' },
    stop: async () => {
      await server.stop()
      await engine.close()
      await rm(folder, { recursive: true, force: true })
    },
  }
}
