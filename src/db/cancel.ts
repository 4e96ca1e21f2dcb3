import { connect } from 'node:net'
import type pg from 'pg'
import type { Cancellation } from '../shared/cancellation.ts'

/** The code of a cancel request in PostgreSQL's protocol. */
const cancelRequestCode = 80_877_102

/** Milliseconds after which a connection is closed if the server has not handled the cancel request. */
const handlingTimeoutMs = 1000
/** Milliseconds after which the cancel request is abandoned. */
const maxPatienceMs = 30_000

/** Properties of the driver's connection that its types do not declare: the cancellation key and the socket. */
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
 * Cancels the running statement of a connection as soon as the signal aborts. The connection is closed once the cancel
 * request has been handled, not before: PgBouncer cannot cancel a statement after its client has disconnected. The
 * connection must not be used again, so that a late cancellation cannot affect the statement of another request.
 * @param cancellable whether the server supports cancel requests. The embedded database does not: it completes a
 *   statement that it has started, and rolls back an open transaction.
 * @returns `stop`, which ends the watch and returns whether the statement was cancelled.
 */
export const cancelWith = (signal: Cancellation, client: pg.PoolClient, cancellable: boolean): { stop(): boolean } => {
  let cancelled = false
  const cancel = () => {
    cancelled = true
    if (cancellable) sendCancelRequest(client as unknown as Cancellable, () => cutConnection(client))
    else cutConnection(client)
  }
  const stopListening = signal.onAbort(cancel)
  return {
    stop: () => {
      stopListening()
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
  // If the server is unavailable, there is nothing to cancel.
  socket.on('error', () => undefined)
  socket.unref().setTimeout(maxPatienceMs, () => socket.destroy())
  const timer = setTimeout(onDone, handlingTimeoutMs)
  socket.once('close', () => {
    clearTimeout(timer)
    onDone()
  })
  // The server closes the connection when it is done. PgBouncer 1.18 crashes if the client closes it before.
  socket.write(message)
  socket.resume()
}
