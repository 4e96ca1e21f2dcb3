import { once } from 'node:events'
import type { Server } from 'node:http'
import { setTimeout as delay } from 'node:timers/promises'
import type { App } from '../server.ts'

/**
 * Milliseconds after the signal in which requests are still accepted, on new connections too: each response closes its
 * connection, so that clients which keep theirs open leave without an error.
 */
const drainTime = 500
/** Milliseconds after the signal at which requests that still run are ended with an error. */
const finishTimeout = 7000
/** Milliseconds after the signal at which the last connections are closed. */
const closeTimeout = 9000

/** Stops a server: each request that it accepted gets its response, for as long as that takes up to 9 s. */
export const stopServer = async (server: Server, app: Pick<App, 'beginStop' | 'endRunning' | 'untilIdle'>) => {
  app.beginStop()
  const timers = [
    setTimeout(() => app.endRunning(), finishTimeout),
    setTimeout(() => server.closeAllConnections(), closeTimeout),
  ]
  if (server.listening) {
    await delay(drainTime)
    const closed = once(server, 'close')
    server.close()
    await app.untilIdle()
    // What is left are connections on which no request has come.
    server.closeAllConnections()
    await closed
  }
  for (const timer of timers) clearTimeout(timer)
}
