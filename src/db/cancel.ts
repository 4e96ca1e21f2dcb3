import { connect } from 'node:net'
import type pg from 'pg'

/** What PostgreSQL is told on a new connection to make it cancel what another one runs. */
const cancelRequestCode = 80_877_102

/** What the driver knows of its connection, beyond its own types: the keys to cancel with, and the socket. */
interface Cancellable {
  readonly processID: number | null
  readonly secretKey: number | null
  readonly host: string
  readonly port: number
  readonly connection: { readonly stream: { destroy(): void } }
}

/**
 * Cancels what a connection runs as soon as the signal aborts. The connection is closed at once, so that a late
 * cancellation cannot affect the statement of another request.
 * @param cancellable whether the server understands cancel requests. The embedded database does not: it completes a
 * statement that it has started, and rolls back an open transaction.
 * @returns `stop`, which ends the watch and tells whether the connection was closed.
 */
export const cancelWith = (signal: AbortSignal, client: pg.PoolClient, cancellable: boolean): { stop(): boolean } => {
  let cut = false
  const cancel = () => {
    cut = true
    const target = client as unknown as Cancellable
    if (cancellable) sendCancelRequest(target)
    target.connection.stream.destroy()
  }
  signal.addEventListener('abort', cancel, { once: true })
  return {
    stop: () => {
      signal.removeEventListener('abort', cancel)
      return cut
    },
  }
}

const sendCancelRequest = ({ processID, secretKey, host, port }: Cancellable): void => {
  if (processID === null || secretKey === null) return
  const message = Buffer.alloc(16)
  message.writeInt32BE(16, 0)
  message.writeInt32BE(cancelRequestCode, 4)
  message.writeInt32BE(processID, 8)
  message.writeInt32BE(secretKey, 12)
  const socket = host.startsWith('/') ? connect(`${host}/.s.PGSQL.${port}`) : connect(port, host)
  // A server that is away has nothing to cancel.
  socket.on('error', () => undefined)
  socket.setTimeout(2000, () => socket.destroy())
  socket.end(message)
  socket.resume()
}
