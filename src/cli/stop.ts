import { once } from 'node:events'
import type { Server } from 'node:http'
import type { Logger } from 'pino'
import type { App } from '../server/createApp.ts'

/** Milliseconds that running requests get to finish before they are ended with an error. */
const finishTimeout = 7000
/** Milliseconds after the signal at which the last connections are cut. */
const cutTimeout = 9000
/** Milliseconds after the signal at which the process ends, whatever still holds it. */
const exitTimeout = 10_000

/** What is to be stopped. */
export interface Stoppable {
  readonly server: Server
  readonly app: App
  readonly logger: Logger
  /** Closes what the server stood on. */
  close(): Promise<unknown>
}

/**
 * Stops in order when the process is told to: no new connections, running requests finish or are ended within 10 s,
 * the database is closed, and the process exits with 0. A second signal ends it at once.
 */
export const stopOnSignal = (stoppable: Stoppable): void => {
  let stopping = false
  const onSignal = (signal: string) => {
    if (stopping) process.exit(1)
    stopping = true
    void stop(stoppable, signal)
  }
  for (const signal of ['SIGTERM', 'SIGINT']) process.on(signal, () => onSignal(signal))
}

const stop = async ({ server, app, logger, close }: Stoppable, signal: string): Promise<void> => {
  logger.info({ signal }, 'stopping')
  app.beginStop()
  const timers = [
    setTimeout(() => app.endRunning(), finishTimeout),
    setTimeout(() => server.closeAllConnections(), cutTimeout),
    setTimeout(() => {
      logger.error('not everything could be stopped in time')
      process.exit(0)
    }, exitTimeout),
  ]
  const closed = once(server, 'close')
  server.close()
  server.closeIdleConnections()
  await closed
  await close()
  for (const timer of timers) clearTimeout(timer)
  logger.info('stopped')
  process.exit(0)
}
