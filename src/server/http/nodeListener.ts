import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http'
import type { Socket } from 'node:net'
import { Request } from '@whatwg-node/fetch'
import { sendNodeResponse } from '@whatwg-node/server'
import type { Logger } from 'pino'
import { presentFailure } from '../../graphql/presentFailure.ts'
import { respondWithFailure } from './errorResponse.ts'
import type { Handle } from './handler.ts'
import { type Incoming, splitTarget } from './incoming.ts'
import { graphqlPath } from './paths.ts'
import { RequestRecord } from './requestRecord.ts'
import { setSecurityHeaders } from './securityHeaders.ts'

/** Options of the listener. */
export interface NodeListenerOptions {
  readonly handle: Handle
  readonly logger: Logger
  /** Aborted when the server stops. From then on, each response closes its connection. */
  readonly stopping: AbortSignal
  /** Milliseconds without progress after which a response that the client does not read is closed. */
  readonly sendTimeoutMs: number
}

/**
 * Creates the request listener for a Node.js server. Each request receives one response, or its connection is closed.
 */
export const makeNodeListener = ({ handle, logger, stopping, sendTimeoutMs }: NodeListenerOptions): RequestListener => {
  const watchEnd = makeEndWatch()

  const send = async (response: Response, req: IncomingMessage, res: ServerResponse): Promise<void> => {
    if (stopping.aborted) response.headers.set('Connection', 'close')
    const sent = sendNodeResponse(response, res, req, true)
    // No timeout is needed if the operating system accepted the whole response immediately.
    if (!res.writableFinished) req.socket.setTimeout(sendTimeoutMs)
    await sent
  }

  const serve = async (req: IncomingMessage, res: ServerResponse, record: RequestRecord): Promise<void> => {
    try {
      await send(await handle(readIncoming(req, res, record)), req, res)
    } catch (error) {
      const failure = presentFailure(error, record.id, (err) =>
        logger.error({ requestId: record.id, err }, 'could not send a response'),
      )
      if (res.headersSent) res.destroy()
      else await sendNodeResponse(failureResponse(failure, record), res, req, true)
    }
  }

  return (req, res) => {
    const record = new RequestRecord()
    watchEnd(req, res, record)
    res.on('timeout', closeStalled)
    serve(req, res, record).catch(() => res.destroy())
  }
}

const failureResponse = (failure: Parameters<typeof respondWithFailure>[0], { id }: RequestRecord): Response => {
  const response = respondWithFailure(failure, id, false)
  response.headers.set('X-Request-Id', id)
  setSecurityHeaders(response.headers)
  return response
}

/** Closes a connection whose client does not read. A connection without a pending response stays open. */
const closeStalled = (socket: Socket): void => {
  if (socket.writableLength > 0) socket.destroy()
}

/**
 * Creates the watch that reports the end of each request. A response that waits behind another one on its connection is
 * not notified when the connection closes, so the connection itself is also watched.
 */
const makeEndWatch = () => {
  const openOf = new WeakMap<Socket, Set<RequestRecord>>()
  const watchSocket = (socket: Socket): Set<RequestRecord> => {
    const open = new Set<RequestRecord>()
    openOf.set(socket, open)
    socket.once('close', () => {
      for (const record of open) record.leave()
    })
    return open
  }
  return ({ socket }: IncomingMessage, res: ServerResponse, record: RequestRecord): void => {
    const open = openOf.get(socket) ?? watchSocket(socket)
    open.add(record)
    record.atEnd(() => open.delete(record))
    // A failed response is also closed, and is handled there.
    res.on('error', () => undefined)
    res.once('close', () => {
      if (res.writableFinished) record.end()
      else record.leave()
    })
    if (socket.destroyed) record.leave()
  }
}

const parsedUrls = new Map([[graphqlPath, new URL(`http://localhost${graphqlPath}`)]])

/** The URL of a request. That of most requests, without parameters, is parsed once. */
const urlOf = (target: string): URL | string => parsedUrls.get(target) ?? `http://localhost${target}`

const hasBody = (method: string): boolean => method !== 'GET' && method !== 'HEAD'

const readIncoming = (req: IncomingMessage, res: ServerResponse, record: RequestRecord): Incoming => {
  const { method = 'GET', url = '', headers, socket } = req
  return {
    ...splitTarget(url),
    method,
    headers: {
      get: (name) => {
        const value = headers[name.toLowerCase()]
        return (Array.isArray(value) ? value.join(', ') : value) ?? null
      },
    },
    address: socket.remoteAddress ?? 'unknown',
    record,
    toRequest: () =>
      // The types of the Fetch API do not declare that this class accepts the request, headers and body of Node.js.
      new Request(urlOf(url), {
        method,
        headers: headers as Record<string, string>,
        ...(hasBody(method) ? { body: req as unknown as BodyInit, duplex: 'half' } : {}),
      } as RequestInit),
    disconnect: () => res.destroy(),
  }
}
