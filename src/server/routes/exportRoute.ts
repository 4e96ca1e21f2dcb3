import { pipeline, Readable } from 'node:stream'
import { constants, createGzip } from 'node:zlib'
import { Response } from '@whatwg-node/fetch'
import type { GraphQLSchema } from 'graphql'
import type { Logger } from 'pino'
import type { Db } from '../../db/client.ts'
import type { Database } from '../../db/database.ts'
import { explainDatabaseFailure } from '../../db/failures.ts'
import type { Reader, Readers } from '../../db/replicas/readers.ts'
import { startExport } from '../../export/export.ts'
import { readQueryString } from '../../export/parameters.ts'
import { requireScope } from '../../shared/caller.ts'
import { acceptsGzip } from '../http/encoding.ts'
import type { Incoming } from '../http/incoming.ts'
import type { ConcurrencyLimiter } from '../limits/concurrency.ts'

/** Options of the route. */
export interface ExportRouteOptions {
  readonly db: Database
  /** Chooses a replica to read from; undefined if there are none. */
  readonly readers?: Readers | undefined
  readonly schema: GraphQLSchema
  readonly logger: Logger
  readonly now: () => Date
  /** Limits the concurrent exports of each caller. */
  readonly limiter: ConcurrencyLimiter
}

/**
 * Creates the export route, for callers with the scope `export`. It responds with a file that is streamed from the
 * database, and cancels its statement as soon as the client disconnects or the request is aborted.
 */
export const makeExport =
  ({ db, readers, schema, logger, now, limiter }: ExportRouteOptions) =>
  async ({ search, headers, record, disconnect }: Incoming): Promise<Response> => {
    requireScope(record.caller, 'export')
    record.atEnd(limiter.acquire(record.share))
    const { signal } = record
    const time = now()
    const parameters = await readQueryString(async () => schema, new URLSearchParams(search), time)
    const start = (prisma: Db) => startExport(prisma, parameters, time, signal)
    const reader = await readers?.choose(record.share)
    const started = await startOnReplica(start, reader, readers)
    const { pieces, asOf, ...file } = started ?? { ...(await start(db.prisma)), asOf: undefined }
    const gzip = acceptsGzip(headers)
    const body = streamPieces(pieces, gzip, (error) => {
      if (error !== signal.reason)
        logger.error({ requestId: record.id, err: error }, 'export failed after the response had started')
      disconnect()
    })
    const stopListening = signal.onAbort(() => body.destroy(asError(signal.reason)))
    body.once('close', () => {
      stopListening()
      // The stream may be closed before all rows are read. Reading then stops.
      record.abort(readerLeft)
    })
    const responseHeaders = {
      'Content-Type': file.contentType,
      'Content-Disposition': `attachment; filename="${file.fileName}"`,
      'Cache-Control': 'no-store',
      Vary: 'Accept-Encoding',
      ...(gzip ? { 'Content-Encoding': 'gzip' } : {}),
      ...(file.truncated ? { 'X-Truncated': 'true' } : {}),
      ...(asOf ? { 'X-As-Of': asOf.toISOString() } : {}),
    }
    // `Response` accepts a Node.js stream, which applies backpressure and ends with the socket.
    return new Response(body as unknown as BodyInit, { headers: responseHeaders })
  }

/** Starts an export on a replica. Undefined if there is none, or if it is unavailable. */
const startOnReplica = async <Started>(
  start: (prisma: Db) => Promise<Started>,
  reader: Reader | undefined,
  readers: Readers | undefined,
): Promise<(Started & { readonly asOf: Date | undefined }) | undefined> => {
  if (!reader) return undefined
  try {
    return { ...(await start(reader.prisma)), asOf: reader.asOf }
  } catch (error) {
    if (explainDatabaseFailure(error)?.code !== 'SERVICE_UNAVAILABLE') throw error
    readers?.suspend(reader)
    return undefined
  }
}

const readerLeft = new Error('The response was closed')

const asError = (reason: unknown): Error => (reason instanceof Error ? reason : readerLeft)

/** A stream of bytes that reads the next piece only when there is room. `onError` is called with its error. */
const streamPieces = (
  pieces: AsyncIterable<{ readonly bytes: Buffer }>,
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

async function* toBytes(pieces: AsyncIterable<{ readonly bytes: Buffer }>): AsyncGenerator<Buffer> {
  for await (const { bytes } of pieces) yield bytes
}
