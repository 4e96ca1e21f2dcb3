import { once } from 'node:events'
import type { Writable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import type { Config } from '../config/config.ts'
import { openConfigured } from '../db/open.ts'
import { type StartedExport, startExport } from '../export/export.ts'
import { type GivenParameters, readParameters } from '../export/parameters.ts'
import { exportTypes } from '../export/types.ts'
import { ExpectedError } from '../shared/errors.ts'
import { CommandError } from './failure.ts'

/** What can be exported, for the command's help. */
export const exportTypeNames: readonly string[] = [...exportTypes.keys()]

/** Options of the command, under the names that it gives them. */
export interface ExportOptions {
  readonly type?: string
  readonly bot?: readonly string[]
  readonly pipeline?: readonly string[]
  readonly session?: readonly string[]
  readonly start?: string
  readonly end?: string
  readonly limit?: string
  readonly format?: string
  readonly columns?: string
  readonly raw?: boolean
}

/** The route's parameter that each option is. */
const parameterOptions = {
  type: 'type',
  botId: 'bot',
  pipelineId: 'pipeline',
  sessionId: 'session',
  startTime: 'start',
  endTime: 'end',
  limit: 'limit',
  format: 'format',
  columns: 'columns',
  raw: 'raw',
} as const

/** Writes an export to the standard output, and its progress to the error output: the same file as over HTTP. */
export const runExport = async (config: Config, options: ExportOptions): Promise<void> => {
  const parameters = explainInput(() => readParameters(giveOptions(options)))
  const left = new AbortController()
  const db = await openConfigured(config, (error) => console.error(error.message))
  try {
    const started = await startExport(db.prisma, parameters, new Date(), left.signal).catch(rethrowInput)
    const rows = await writeTo(process.stdout, started)
    if (rows === undefined) return
    console.error(`${rows} rows`)
    if (started.truncated)
      console.error(`There are more rows: --limit ${parameters.limit} cut them off. Give a larger --limit for all.`)
  } finally {
    left.abort()
    await db.close()
  }
}

const giveOptions = (options: ExportOptions): GivenParameters => ({
  valuesOf: (name) => {
    const value = options[parameterOptions[name]]
    if (value === undefined) return []
    return typeof value === 'object' ? value : [String(value)]
  },
  nameOf: (name) => `--${parameterOptions[name]}`,
})

const explainInput = <Result>(read: () => Result): Result => {
  try {
    return read()
  } catch (error) {
    return rethrowInput(error)
  }
}

const rethrowInput = (error: unknown): never => {
  throw error instanceof ExpectedError ? new CommandError(error.message) : error
}

/** Writes all pieces, at the reader's pace, and counts their rows; nothing where the reader leaves, as `head` does. */
const writeTo = async (output: Writable, { pieces }: StartedExport): Promise<number | undefined> => {
  let rows = 0
  const showProgress = startProgressLine()
  async function* texts() {
    for await (const piece of pieces) {
      yield piece.text
      rows += piece.rows
      showProgress(rows)
    }
  }
  try {
    await pipeline(texts, output, { end: false })
    if (output.writableNeedDrain) await once(output, 'drain')
    return rows
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'EPIPE') return undefined
    throw error
  } finally {
    showProgress(undefined)
  }
}

/** A line on the terminal that is written over and over; where the error output is no terminal, nothing is shown. */
const startProgressLine = (): ((rows: number | undefined) => void) => {
  const { stderr } = process
  const started = performance.now()
  return (rows) => {
    if (!stderr.isTTY) return
    const seconds = (performance.now() - started) / 1000
    stderr.write(rows === undefined ? '\r\x1b[K' : `\rExporting: ${rows} rows, ${Math.round(rows / seconds)} a second`)
  }
}
