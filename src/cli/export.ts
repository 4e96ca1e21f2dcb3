import { once } from 'node:events'
import type { Writable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import type { Config } from '../config/config.ts'
import { type StartedExport, startExport } from '../export/export.ts'
import { type GivenParameters, readParameters } from '../export/parameters.ts'
import { exportPath } from '../server/http/paths.ts'
import { Cancellation } from '../shared/cancellation.ts'
import { ExpectedError, isCode } from '../shared/errors.ts'
import { CommandError } from './failure.ts'
import { openForCommand } from './openDatabase.ts'
import { originOf } from './origin.ts'

/** The options of the command, by their names. */
export interface ExportOptions {
  readonly type?: string
  readonly filter?: string
  readonly bot?: readonly string[]
  readonly pipeline?: readonly string[]
  readonly session?: readonly string[]
  readonly start?: string
  readonly end?: string
  readonly last?: string
  readonly calendar?: string
  readonly timeZone?: string
  readonly orderBy?: string
  readonly direction?: string
  readonly limit?: string
  readonly format?: string
  readonly columns?: string
  readonly raw?: boolean
}

/** The option that corresponds to each parameter of the HTTP route. */
const parameterOptions = {
  type: 'type',
  filter: 'filter',
  botId: 'bot',
  pipelineId: 'pipeline',
  sessionId: 'session',
  startTime: 'start',
  endTime: 'end',
  last: 'last',
  calendar: 'calendar',
  timeZone: 'timeZone',
  orderBy: 'orderBy',
  direction: 'direction',
  limit: 'limit',
  format: 'format',
  columns: 'columns',
  raw: 'raw',
} as const

/** Writes an export to standard output, and its progress to the error output. The file is the same as over HTTP. */
export const runExport = async (config: Config, options: ExportOptions): Promise<void> => {
  const now = new Date()
  const parameters = await readParameters(loadSchema, giveOptions(options), now).catch(rethrowInput)
  const ended = new Cancellation()
  const db = await openForCommand(config, adviseRoute(config, options))
  try {
    const started = await startExport(db.prisma, parameters, now, ended).catch(rethrowInput)
    const rows = await writeTo(process.stdout, started)
    if (rows === undefined) return
    console.error(`${rows} rows`)
    if (started.truncated)
      console.error(`The export was truncated at --limit ${parameters.limit}. Increase --limit to export all rows.`)
  } finally {
    ended.abort()
    await db.close()
  }
}

/** Names the HTTP route that exports the same rows from a running server. */
const adviseRoute = ({ host, port, access }: Config, options: ExportOptions): string => {
  const given = giveOptions(options)
  const names = Object.keys(parameterOptions) as (keyof typeof parameterOptions)[]
  const search = new URLSearchParams(names.flatMap((name) => given.valuesOf(name).map((value) => [name, value])))
  const url = `${originOf(host, port)}${exportPath}${search.size === 0 ? '' : `?${search}`}`
  const header = access.mode === 'required' ? " -H 'Authorization: Bearer <your token>'" : ''
  return `Alternatively, export over HTTP from the running server:\n  curl --compressed -OJ${header} '${url}'`
}

const giveOptions = (options: ExportOptions): GivenParameters => ({
  valuesOf: (name) => {
    const value = options[parameterOptions[name]]
    if (value === undefined) return []
    return typeof value === 'object' ? value : [String(value)]
  },
  nameOf: (name) => `--${parameterOptions[name].replaceAll(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`,
})

const loadSchema = async () => (await import('../server/schema.ts')).schema

const rethrowInput = (error: unknown): never => {
  throw error instanceof ExpectedError ? new CommandError(error.message) : error
}

/**
 * Writes all pieces with backpressure and counts their rows; undefined if the reader closes the pipe, as `head` does.
 */
const writeTo = async (output: Writable, { pieces }: StartedExport): Promise<number | undefined> => {
  let rows = 0
  const showProgress = startProgressLine()
  async function* bytes() {
    for await (const piece of pieces) {
      yield piece.bytes
      rows += piece.rows
      showProgress(rows)
    }
  }
  try {
    await pipeline(bytes, output, { end: false })
    if (output.writableNeedDrain) await once(output, 'drain')
    return rows
  } catch (error) {
    if (isCode(error, 'EPIPE')) return undefined
    throw error
  } finally {
    showProgress(undefined)
  }
}

/** Shows the number of exported rows on a terminal, in place. Writes nothing if the error output is not a terminal. */
const startProgressLine = (): ((rows: number | undefined) => void) => {
  const { stderr } = process
  const started = performance.now()
  return (rows) => {
    if (!stderr.isTTY) return
    const seconds = (performance.now() - started) / 1000
    stderr.write(
      rows === undefined ? '\r\x1b[K' : `\rExporting: ${rows} rows, ${Math.round(rows / seconds)} per second`,
    )
  }
}
