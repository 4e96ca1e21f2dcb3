import { connect } from 'node:net'
import type pg from 'pg'

/** What PostgreSQL is told on a new connection to make it cancel what another one runs. */
const cancelRequestCode = 80_877_102

/** Milliseconds after which a connection is cut while the server has not dealt with the request to cancel. */
const patienceMs = 1000
/** Milliseconds after which that request is given up. */
const maxPatienceMs = 30_000

/** What the driver knows of its connection, beyond its own types: the keys to cancel with, and the socket. */
interface Cancellable {
  readonly processID: number | null
  readonly secretKey: number | null
  readonly host: string
  readonly port: number
  readonly connection: { readonly stream: { destroy(): void } }
}

/** Closes the socket of a connection without waiting for the server. */
export const cutConnection = (client: pg.ClientBase): void => {
  const { connection } = client as unknown as Cancellable
  connection.stream.destroy()
}

/**
 * Cancels what a connection runs as soon as the signal aborts. The connection is closed once the cancel request has been
 * handled, not before: PgBouncer forgets how to cancel a statement when its client disconnects. The connection must not be
 * used again, so that a late cancellation cannot affect the statement of another request.
 * @param cancellable whether the server understands cancel requests. The embedded database does not: it completes a
 * statement that it has started, and rolls back an open transaction.
 * @returns `stop`, which ends the watch and tells whether the statement was cancelled.
 */
export const cancelWith = (signal: AbortSignal, client: pg.PoolClient, cancellable: boolean): { stop(): boolean } => {
  let cancelled = false
  const cancel = () => {
    cancelled = true
    if (cancellable) sendCancelRequest(client as unknown as Cancellable, () => cutConnection(client))
    else cutConnection(client)
  }
  if (signal.aborted) cancel()
  else signal.addEventListener('abort', cancel, { once: true })
  return {
    stop: () => {
      signal.removeEventListener('abort', cancel)
      return cancelled
    },
  }
}

const sendCancelRequest = ({ processID, secretKey, host, port }: Cancellable, onDone: () => void): void => {
  if (processID === null || secretKey === null) {
    onDone()
    return
  }
  const message = Buffer.alloc(16)
  message.writeInt32BE(16, 0)
  message.writeInt32BE(cancelRequestCode, 4)
  message.writeInt32BE(processID, 8)
  message.writeInt32BE(secretKey, 12)
  const socket = host.startsWith('/') ? connect(`${host}/.s.PGSQL.${port}`) : connect(port, host)
  // A server that is away has nothing to cancel.
  socket.on('error', () => undefined)
  socket.unref().setTimeout(maxPatienceMs, () => socket.destroy())
  const timer = setTimeout(onDone, patienceMs)
  socket.once('close', () => {
    clearTimeout(timer)
    onDone()
  })
  // The server closes the connection when it is done: PgBouncer 1.18 exits where its client closes it before.
  socket.write(message)
  socket.resume()
}
