import { once } from 'node:events'
import type { Server } from 'node:http'
import { setTimeout as delay } from 'node:timers/promises'
import type { App } from '../server/createApp.ts'

/**
 * Milliseconds after the signal in which requests are still accepted, also on new connections. Each response closes its
 * connection, so that clients with persistent connections disconnect without an error.
 */
const drainTime = 500
/** Milliseconds after the signal at which running requests are aborted with an error. */
const finishTimeout = 7000
/** Milliseconds after the signal at which the last connections are closed. */
const closeTimeout = 9000

/** Stops a server. Each accepted request receives a response, at most 9 s after the signal. */
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
    // The remaining connections have no request.
    server.closeAllConnections()
    await closed
  }
  for (const timer of timers) clearTimeout(timer)
}
