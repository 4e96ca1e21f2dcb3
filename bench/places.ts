import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pino } from 'pino'
import { defaultLimits } from '../src/config/limits.ts'
import type { Database } from '../src/db/database.ts'
import { openConfigured } from '../src/db/open.ts'
import { createApp } from '../src/server/createApp.ts'
import { type Bench, openAt } from './bench.ts'
import { fillAll } from './data.ts'
import { startServerProcess, unlimited } from './serverProcess.ts'

/** A filled database that can be queried through the server, and by SQL. */
export interface Place {
  /** The number of LLM calls. */
  readonly size: number
  /** Sends a query to the server. Fails if the response has errors. */
  readonly ask: (query: string) => Promise<void>
  readonly db: Database
  stop(): Promise<void>
}

const request = (query: string, variables: object = {}): RequestInit => ({
  method: 'POST',
  headers: { 'content-type': 'application/json' },
  body: JSON.stringify({ query, variables }),
})

const check = async (response: Response): Promise<void> => {
  const text = await response.text()
  if (text.includes('"errors"')) throw new Error(text.slice(0, 500))
}

/** Sends a query to a server. Fails if the response has errors. */
export const askServer = async (url: string, query: string, variables?: object): Promise<void> =>
  check(await fetch(`${url}/graphql`, request(query, variables)))

/** A database on the PostgreSQL server, with a separate server process that is queried over HTTP. */
export const openServed = async (bench: Bench, size: number, kind: 'all' | 'calls alone'): Promise<Place> => {
  const url = await bench.filled(size, kind)
  const server = await startServerProcess(url)
  const db = openAt(url)
  return {
    size,
    db,
    ask: (query) => askServer(server.url, query),
    stop: async () => {
      await server.stop()
      await db.close()
    },
  }
}

/** An embedded database in this process, whose app is queried without a network. */
export const openEmbedded = async (size: number): Promise<Place> => {
  const dataFolder = await mkdtemp(join(tmpdir(), 'botlens-bench-'))
  const db = await openConfigured({ databaseUrl: undefined, dataFolder, poolSize: 4 }, () => undefined)
  await fillAll(db, size)
  const app = createApp({ db, logger: pino({ level: 'silent' }), limits: { ...defaultLimits, ...unlimited } })
  return {
    size,
    db,
    ask: async (query) => check(await app.fetch('http://127.0.0.1/graphql', request(query))),
    stop: async () => {
      await db.close()
      await rm(dataFolder, { recursive: true, force: true })
    },
  }
}
