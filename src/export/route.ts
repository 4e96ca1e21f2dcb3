import type { ServerResponse } from 'node:http'
import { pipeline, Readable } from 'node:stream'
import { constants, createGzip } from 'node:zlib'
import type { Plugin } from 'graphql-yoga'
import Negotiator from 'negotiator'
import type { Logger } from 'pino'
import type { Database } from '../db/database.ts'
import { explainDatabaseFailure } from '../db/failures.ts'
import { httpAnswerOf } from '../server/http/errorAnswer.ts'
import { requestIdOf } from '../server/http/requestId.ts'
import { ExpectedError } from '../shared/errors.ts'
import { startExport } from './export.ts'
import { readQueryString } from './parameters.ts'

/** The path of exports. */
export const exportPath = '/api/v1/monitoring/export'

/** What the route needs. */
export interface ExportRouteOptions {
  readonly db: Database
  readonly logger: Logger
  readonly now: () => Date
}

/** What Node.js adds to a request: the answer's connection, absent where the app is called directly. */
interface NodeContext {
  readonly res?: ServerResponse
}

/** Answers `GET` of {@link exportPath} with a file that streams from the database. */
export const useExport = ({ db, logger, now }: ExportRouteOptions): Plugin<object, NodeContext> => ({
  onRequest: async ({ request, url, serverContext, fetchAPI, endResponse }) => {
    if (url.pathname !== exportPath) return
    const requestId = requestIdOf(request)
    const answer = (status: number, code: string, message: string, headers: Record<string, string> = {}) =>
      endResponse(fetchAPI.Response.json({ code, message }, { status, headers }))
    if (request.method !== 'GET')
      return answer(405, 'BAD_USER_INPUT', `${request.method} is not allowed here: use GET`, { Allow: 'GET' })
    const left = new AbortController()
    const leave = () => left.abort()
    // The answer's connection tells at once; its stream only when the page on its way has come.
    serverContext.res?.once('close', leave)
    request.signal.addEventListener('abort', leave, { once: true })
    try {
      const { pieces, ...file } = await startExport(db.prisma, readQueryString(url.searchParams), now(), left.signal)
      const gzip = acceptsGzip(request)
      const body = streamPieces(pieces, gzip, (error) => {
        if (error !== left.signal.reason) logger.error({ requestId, err: error }, 'export broken off')
        serverContext.res?.destroy()
      })
      body.once('close', leave)
      const headers = {
        'Content-Type': file.contentType,
        'Content-Disposition': `attachment; filename="${file.fileName}"`,
        'Cache-Control': 'no-store',
        Vary: 'Accept-Encoding',
        ...(gzip ? { 'Content-Encoding': 'gzip' } : {}),
        ...(file.truncated ? { 'X-Truncated': 'true' } : {}),
      }
      // Yoga's response takes a stream of Node.js, which keeps pace with the socket and ends with it.
      endResponse(new fetchAPI.Response(body as unknown as BodyInit, { headers }))
    } catch (error) {
      if (left.signal.aborted) return answer(503, 'SERVICE_UNAVAILABLE', 'The reader has left')
      const expected = error instanceof ExpectedError ? error : explainDatabaseFailure(error)
      if (expected) {
        const { status, headers } = httpAnswerOf(expected.code, expected.retryAfter)
        return answer(status, expected.code, expected.message, { ...headers })
      }
      logger.error({ requestId, err: error }, 'unexpected error')
      answer(
        500,
        'INTERNAL_SERVER_ERROR',
        `Something went wrong on the server. Its log tells more under the request id ${requestId}.`,
      )
    }
  },
})

const acceptsGzip = (request: Request): boolean => {
  const headers = { 'accept-encoding': request.headers.get('accept-encoding') ?? '' }
  return new Negotiator({ headers }).encoding(['gzip', 'identity']) === 'gzip'
}

/** The pieces as a stream of bytes that asks for the next one only when it has room; `onError` hears of its failure. */
const streamPieces = (
  pieces: AsyncIterable<{ readonly text: string }>,
  gzip: boolean,
  onError: (error: Error) => void,
): Readable => {
  const bytes = Readable.from(toBytes(pieces), { objectMode: false })
  const report = (error: Error | null | undefined) => {
    if (error && !('code' in error && error.code === 'ERR_STREAM_PREMATURE_CLOSE')) onError(error)
  }
  if (gzip) return pipeline(bytes, createGzip({ level: constants.Z_BEST_SPEED }), report)
  return bytes.once('error', report)
}

async function* toBytes(pieces: AsyncIterable<{ readonly text: string }>): AsyncGenerator<Buffer> {
  for await (const { text } of pieces) yield Buffer.from(text)
}
