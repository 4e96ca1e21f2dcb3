import type { Config } from '../config/config.ts'
import type { Database } from '../db/database.ts'
import { findMissing, readDemoRange, readDemoState, storeTraffic } from '../demo/store.ts'
import { startProgress } from './progress.ts'
import { type RunningServer, serve } from './serve.ts'

/** Milliseconds between the live records of the demo. */
const liveInterval = 15_000

/** Starts the server with sample data: fills an empty database, extends older sample data, and adds live records. */
export const runDemo = async (config: Config): Promise<void> => {
  let live = false
  const server = await serve(config, async (db) => {
    live = await fillDemo(db)
  })
  printWelcome(server)
  if (live) addLiveRecords(server)
}

/**
 * Adds the sample data that is missing up to now. Returns false, and changes nothing, if the database has other data.
 */
const fillDemo = async (db: Database): Promise<boolean> => {
  const state = await readDemoState(db.prisma)
  if (state.kind === 'other') return false
  const progress = startProgress('Generating sample data', 100)
  try {
    let shown = 0
    await storeTraffic(db.prisma, findMissing(state, new Date()), (share) => {
      progress.advance(share * 100 - shown)
      shown = share * 100
    })
  } finally {
    progress.stop()
  }
  return true
}

const addLiveRecords = ({ db, logger, onStop }: RunningServer): void => {
  let running = Promise.resolve()
  const extraSince = new Date()
  const timer = setInterval(() => {
    running = running
      .then(async () =>
        storeTraffic(db.prisma, { ...findMissing(await readDemoRange(db.prisma), new Date()), extraSince }),
      )
      .catch((error: unknown) => logger.error({ err: error }, 'live demo records could not be stored'))
  }, liveInterval)
  onStop(async () => {
    clearInterval(timer)
    await running
  })
}

const printWelcome = ({ url }: RunningServer): void => {
  const query = '{ overview { totalMessages llmCalls totalTokens totalCost } }'
  console.log(`
Botlens is ready. Open the dashboard in a browser:

  ${new URL('/', url)}

GraphiQL, whose tabs contain example queries, is at:

  ${url}

Or send a query from a terminal:

  curl ${url} -H 'content-type: application/json' -d '${JSON.stringify({ query })}'

Press Ctrl+C to stop.
`)
}
