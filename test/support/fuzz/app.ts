import { createApp } from '../../../src/server/createApp.ts'
import { makeLogger } from '../../../src/server/observability/logger.ts'
import { type TestApp, testLimits } from '../app.ts'
import { openTestDatabase } from '../database.ts'
import { storeTalks } from '../talks.ts'
import { storeTraffic } from '../traffic.ts'

/** The app under test, with stored data. */
export type FuzzApp = Pick<TestApp, 'fetch' | 'send' | 'log' | 'close'>

/** A time after all stored data, since recorded times may be at most a day ahead. */
const now = new Date('2026-07-30T12:00:00.000Z')

/** Starts an app as in production, on a database with some data. Its clock is fixed and its ids are sequential. */
export const startFuzzApp = async (): Promise<FuzzApp> => {
  const db = await openTestDatabase()
  await storeTalks(db)
  await storeTraffic(db, 60)
  let ids = 0
  const newId = () => {
    ids += 1
    return `id-${ids}`
  }
  const log: string[] = []
  const logger = makeLogger('error', { write: (line) => log.push(line) })
  const app = createApp({ db, logger, limits: testLimits, now: () => now, newId })
  const fetch: FuzzApp['fetch'] = async (path, init) => app.fetch(new Request(`http://127.0.0.1:4000${path}`, init))
  return {
    fetch,
    log,
    send: async (query, variables) => {
      const headers = { 'content-type': 'application/json' }
      const response = await fetch('/graphql', { method: 'POST', headers, body: JSON.stringify({ query, variables }) })
      return await response.json()
    },
    close: () => db.close(),
  }
}
