import type { Db } from '../db/client.ts'
import { filterSql } from '../db/sql/filters.ts'
import { currentScope, type EndedStatement, runInScope } from '../shared/requestScope.ts'
import type { Marks } from './format.ts'
import { exportFormats } from './formats.ts'
import type { ReadLines } from './pages.ts'
import type { ExportParameters } from './parameters.ts'
import { makeMarks, makeSeed, startWalk } from './walk.ts'

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
  readonly text: string
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
  signal: AbortSignal,
): Promise<StartedExport> => {
  const { type, filter } = parameters
  const format = exportFormats[parameters.format]
  const { columns, limit } = parameters
  const marks = makeMarks()
  const where = filterSql(type.rules, filter)
  const run = cancelledBy(signal)
  const readLines: ReadLines = (statement) => run(() => prisma.$lines(statement))
  const count = () => run(() => prisma.message.countFromRollups(type, filter))
  const request = { type, format, columns, where, marks, seed: makeSeed() }
  const { truncated, pages } = await startWalk(readLines, request, { limit, count }, signal)
  return {
    contentType: format.contentType,
    fileName: `monitoring-${type.name}-${Math.floor(now.getTime() / 1000)}.${format.extension}`,
    truncated,
    pieces: writePieces(parameters, marks, pages),
  }
}

/**
 * Runs statements so that a signal cancels them. Pages are requested by the response stream, outside of the request
 * that started the walk, so each statement is explicitly run in the scope of that request.
 */
const cancelledBy = (signal: AbortSignal) => {
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

/** Number of characters in a piece: enough to send efficiently, few enough that other requests get their time slice. */
const pieceLength = 65_536

async function* writePieces(
  { format: name, columns, raw }: ExportParameters,
  marks: Marks,
  pages: AsyncIterable<readonly string[]>,
): AsyncGenerator<ExportPiece, void, undefined> {
  const format = exportFormats[name]
  const write = format.makeWriter(columns, marks, { raw })
  let text = format.writeHead(columns)
  let rows = 0
  for await (const lines of pages)
    for (const line of lines) {
      text += write(line)
      rows += 1
      if (text.length < pieceLength) continue
      yield { text, rows }
      text = ''
      rows = 0
    }
  if (text !== '') yield { text, rows }
}
