import { once } from 'node:events'
import type { Server } from 'node:http'
import { setTimeout as delay } from 'node:timers/promises'
import type { App } from '../server/createApp.ts'

/** Milliseconds after the drain at which running requests are aborted with an error. */
const finishTimeout = 6500
/** Milliseconds after the drain at which the last connections are closed. */
const closeTimeout = 8500
/** Milliseconds after the drain at which the process exits, even if something is still open. */
export const exitTimeout = 9500

/**
 * Stops a server. Each accepted request receives a response, at most 8.5 s after the drain.
 * @param drainMs milliseconds in which requests are still accepted, also on new connections. Each response closes its
 *   connection, so that clients with persistent connections disconnect without an error, and load balancers learn that
 *   the server is no longer ready. Subscriptions continue, and new ones are accepted, until the end of the drain.
 */
export const stopServer = async (
  server: Server,
  app: Pick<App, 'beginDrain' | 'beginStop' | 'endRunning' | 'untilIdle'>,
  drainMs: number,
) => {
  app.beginDrain()
  const timers = [
    setTimeout(() => app.endRunning(), drainMs + finishTimeout),
    setTimeout(() => server.closeAllConnections(), drainMs + closeTimeout),
  ]
  if (server.listening) {
    await delay(drainMs)
    // Subscribers connect again at once. By now, load balancers send them to other servers.
    const liveStopped = app.beginStop()
    const closed = once(server, 'close')
    server.close()
    await app.untilIdle()
    // The remaining connections have no request.
    server.closeAllConnections()
    await closed
    await liveStopped
  }
  for (const timer of timers) clearTimeout(timer)
}
