import type { Config } from '../config.ts'
import type { Database } from '../db/database.ts'
import { findMissing, readDemoRange, readDemoState, storeTraffic } from '../demo/store.ts'
import { startProgress } from './progress.ts'
import { type RunningServer, serve } from './serve.ts'

/** Milliseconds between the live records of the demo. */
const trickleInterval = 15_000

/** Serves demo data: fills an empty database, lets an old demo catch up, and keeps live records coming. */
export const runDemo = async (config: Config): Promise<void> => {
  let live = false
  const server = await serve(config, async (db) => {
    live = await fillDemo(db)
  })
  printWelcome(server)
  if (live) keepTrickling(server)
}

/** Fills a database with what the demo lacks up to now; false where other data is there, which it leaves alone. */
const fillDemo = async (db: Database): Promise<boolean> => {
  const state = await readDemoState(db)
  if (state.kind === 'other') return false
  const progress = startProgress('Making demo data', 100)
  try {
    let shown = 0
    await storeTraffic(db, findMissing(state, new Date()), (share) => {
      progress.advance(share * 100 - shown)
      shown = share * 100
    })
  } finally {
    progress.stop()
  }
  return true
}

const keepTrickling = ({ db, logger, onStop }: RunningServer): void => {
  let running = Promise.resolve()
  const livelySince = new Date()
  const timer = setInterval(() => {
    running = running
      .then(async () => storeTraffic(db, { ...findMissing(await readDemoRange(db), new Date()), livelySince }))
      .catch((error: unknown) => logger.error({ err: error }, 'live demo records could not be stored'))
  }, trickleInterval)
  onStop(async () => {
    clearInterval(timer)
    await running
  })
}

const printWelcome = ({ url }: RunningServer): void => {
  const query = '{ overview { totalMessages llmCalls totalTokens totalCost } }'
  console.log(`
Botlens is ready. Open GraphiQL in a browser, with examples to run:

  ${url}

or ask from a terminal:

  curl ${url} -H 'content-type: application/json' -d '${JSON.stringify({ query })}'

Press Ctrl+C to stop.
`)
}
