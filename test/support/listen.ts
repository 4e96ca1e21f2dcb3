import { once } from 'node:events'
import { createServer, type Server, type ServerOptions } from 'node:http'
import type { App } from '../../src/server/createApp.ts'

/** A server that listens on a free port of the loopback address. */
export interface Listening {
  readonly server: Server
  readonly port: number
  readonly url: string
  close(): Promise<void>
}

/** Serves an app over HTTP. */
export const listen = async (app: App, options: ServerOptions = {}): Promise<Listening> => {
  const server = createServer(options, app)
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  if (address === null || typeof address === 'string') throw new Error('The server has no port')
  return {
    server,
    port: address.port,
    url: `http://127.0.0.1:${address.port}`,
    close: async () => {
      server.closeAllConnections()
      server.close()
      await once(server, 'close')
    },
  }
}
