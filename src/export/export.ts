import { setImmediate } from 'node:timers/promises'
import type { Db } from '../db/client.ts'
import type { RawRows } from '../db/rawRows.ts'
import { readMessageLength } from '../db/splitMessages.ts'
import { filterSql } from '../db/sql/filters.ts'
import type { Cancellation } from '../shared/cancellation.ts'
import { currentScope, type EndedStatement, runInScope } from '../shared/requestScope.ts'
import { exportFormats } from './formats.ts'
import type { ReadRows } from './pages.ts'
import type { ExportParameters } from './parameters.ts'
import { makeRowWriter } from './rowWriter.ts'
import { makeSeed, startWalk } from './walk.ts'

/** A started export. */
export interface StartedExport {
  readonly contentType: string
  readonly fileName: string
  /** Whether the export is truncated at the limit. */
  readonly truncated: boolean
  /** The pieces of the file. Rows are read on demand. */
  readonly pieces: AsyncGenerator<ExportPiece, void, undefined>
}

/** A piece of an exported file. */
export interface ExportPiece {
  readonly bytes: Buffer
  readonly rows: number
}

/**
 * Starts an export. It reads the first rows, so that errors occur before anything is sent.
 * @param signal cancels the export, since its reader has disconnected.
 * @throws BAD_USER_INPUT for a reversed window.
 */
export const startExport = async (
  prisma: Db,
  parameters: ExportParameters,
  now: Date,
  signal: Cancellation,
): Promise<StartedExport> => {
  const { type, filter } = parameters
  const format = exportFormats[parameters.format]
  const { columns, order, limit } = parameters
  const where = filterSql(type.rules, filter)
  const run = cancelledBy(signal)
  const readRows: ReadRows = (statement) => run(() => prisma.$rawRows(statement))
  const count = () => run(() => prisma.message.countFromRollups(type, filter))
  const request = { type, columns, where, order, seed: makeSeed() }
  const { truncated, pages } = await startWalk(readRows, request, { limit, count }, signal)
  return {
    contentType: format.contentType,
    fileName: `monitoring-${type.name}-${Math.floor(now.getTime() / 1000)}.${format.extension}`,
    truncated,
    pieces: writePieces(parameters, pages),
  }
}

/**
 * Runs statements so that a signal cancels them. Pages are requested by the response stream, outside of the request
 * that started the walk, so each statement is explicitly run in the scope of that request.
 */
const cancelledBy = (signal: Cancellation) => {
  const request = currentScope()
  const scope = {
    signal,
    onStatement: (text: string) => request?.onStatement(text),
    onStatementEnd: (statement: EndedStatement) => request?.onStatementEnd?.(statement),
  }
  return async <Result>(work: () => Promise<Result>): Promise<Result> => {
    try {
      return await runInScope(scope, work)
    } catch (error) {
      // A statement that was cancelled because its reader disconnected is not a failure.
      signal.throwIfAborted()
      throw error
    }
  }
}

/** Number of bytes in a piece: enough to send efficiently, few enough that other requests get their time slice. */
const pieceBytes = 65_536
/** Number of bytes to allocate for a piece, which ends with a complete row. */
const pieceCapacity = pieceBytes + 8192

async function* writePieces(
  { format: name, columns, raw }: ExportParameters,
  pages: AsyncIterable<RawRows>,
): AsyncGenerator<ExportPiece, void, undefined> {
  const format = exportFormats[name]
  const writer = makeRowWriter(format, columns, { raw }, pieceCapacity)
  const head = Buffer.from(format.writeHead(columns))
  if (head.length > 0) yield { bytes: head, rows: 0 }
  let rows = 0
  for await (const { chunks } of pages)
    for (const chunk of chunks)
      for (let row = 0; row < chunk.length; row += readMessageLength(chunk, row)) {
        writer.write(chunk, row)
        rows += 1
        if (writer.length < pieceBytes) continue
        yield { bytes: writer.take(), rows }
        rows = 0
        // A socket that accepts all pieces at once would not return to the event loop.
        await setImmediate()
      }
  if (writer.length > 0) yield { bytes: writer.take(), rows }
}
