import { once } from 'node:events'
import { createServer, type Socket } from 'node:net'
import type { PGlite } from '@electric-sql/pglite'
import { PGLiteSocketHandler, type PGLiteSocketHandlerOptions } from '@electric-sql/pglite-socket'
import type { Listen } from './protocol.ts'
import { type Between, StatementQueue } from './statementQueue.ts'

/** More than any pool uses: the connections of the server and those of a concurrent command. */
const maxConnections = 32

/**
 * Serves an engine at an address, in PostgreSQL's protocol. The socket server of PGlite is not used: it executes the
 * statements of clients that have disconnected, and the statements of others between the messages of one statement.
 * @param between called between the statements of clients.
 */
export const startSocketServer = async (
  engine: PGlite,
  listen: Listen,
  between?: Between,
): Promise<{ stop(): Promise<void> }> => {
  const sockets = new Map<number, Socket>()
  const handlers = new Set<PGLiteSocketHandler>()
  const hasLeft = (client: number): boolean => {
    const socket = sockets.get(client)
    return !socket || socket.readableEnded || socket.destroyed
  }
  const queue = new StatementQueue(engine, hasLeft, between)

  const server = createServer((socket) => {
    // The handler uses the public methods of the queue only, but its type requires the class of PGlite.
    const queryQueue = queue as unknown as PGLiteSocketHandlerOptions['queryQueue']
    const handler = new PGLiteSocketHandler({ queryQueue, closeOnDetach: true })
    sockets.set(handler.handlerId, socket)
    handlers.add(handler)
    socket.once('close', () => {
      sockets.delete(handler.handlerId)
      handlers.delete(handler)
    })
    void handler.attach(socket)
  })
  server.maxConnections = maxConnections
  server.listen(listen)
  await once(server, 'listening')

  return {
    stop: async () => {
      const closed = once(server, 'close')
      server.close()
      await Promise.all([...handlers].map((handler) => handler.detach(true)))
      await closed
    },
  }
}
