import type { GraphQLSchema } from 'graphql'
import { z } from 'zod'
import type { ExportColumn } from '../db/sql/exportColumn.ts'
import type { Filter } from '../db/sql/filters.ts'
import { maxListLength } from '../db/sql/filterValues.ts'
import { type ResolvedFilter, resolveFilter, restrictFilter } from '../db/sql/givenFilter.ts'
import { nameLength } from '../db/sql/table.ts'
import { badInput, ExpectedError, quote } from '../shared/errors.ts'
import { parseIsoDuration } from '../shared/isoDuration.ts'
import { isLongerThan } from '../shared/text.ts'
import { parseTime } from '../shared/time.ts'
import { calendarPeriods, type ResolvedWindow, resolveWindow } from '../shared/timeWindow.ts'
import { parseTimeZone } from '../shared/timeZone.ts'
import { type ExportFormatName, exportFormats } from './formats.ts'
import { readListFilter } from './listFilter.ts'
import type { ExportOrder } from './order.ts'
import { type ExportFields, type ExportType, exportTypes } from './types.ts'

/** What to export. */
export interface ExportParameters {
  readonly type: ExportType
  /** The filter of the record's list, restricted by the other parameters. */
  readonly filter: Filter<ExportFields>
  readonly order: ExportOrder
  readonly limit: number
  readonly format: ExportFormatName
  readonly columns: readonly ExportColumn[]
  readonly raw: boolean
}

/** Loads the schema, which is needed only for a filter of a list. */
export type LoadSchema = () => Promise<GraphQLSchema>

/** Maximum number of rows if no limit is given. */
const defaultLimit = 100_000

const names = [
  'type',
  'filter',
  'botId',
  'pipelineId',
  'sessionId',
  'startTime',
  'endTime',
  'last',
  'calendar',
  'timeZone',
  'orderBy',
  'direction',
  'limit',
  'format',
  'columns',
  'raw',
] as const
type Name = (typeof names)[number]

/** The parameters as given. */
export interface GivenParameters {
  /** The values of a parameter: several if it is repeated, none if it is absent. */
  readonly valuesOf: (name: Name) => readonly string[]
  /** The name of a parameter in error messages. */
  readonly nameOf: (name: Name) => string
}

/**
 * Reads the parameters from a query string.
 * @param loadSchema loads the schema with the lists whose filters exports accept, if a filter is given.
 * @param asOf the time that relative windows end at.
 * @throws BAD_USER_INPUT for an unknown parameter.
 */
export const readQueryString = async (
  loadSchema: LoadSchema,
  query: URLSearchParams,
  asOf: Date,
): Promise<ExportParameters> => {
  for (const name of query.keys())
    if (!isOneOf(names, name))
      throw badInput(`${quote(name)} is not a parameter of the export. Parameters: ${names.join(', ')}`)
  return readParameters(loadSchema, { valuesOf: (name) => query.getAll(name), nameOf: (name) => name }, asOf)
}

/** Validates the given parameters. @throws BAD_USER_INPUT with the parameter, the given value and what is allowed. */
export const readParameters = async (
  loadSchema: LoadSchema,
  given: GivenParameters,
  asOf: Date,
): Promise<ExportParameters> => {
  const type = exportTypes.get(readChoice(given, 'type', [...exportTypes.keys()]) ?? 'messages')
  if (!type) throw new Error('There is no default type of exports')
  const ids = {
    botIds: readIds(given, 'botId'),
    pipelineIds: readIds(given, 'pipelineId'),
    sessionIds: readIds(given, 'sessionId'),
  }
  const window = readWindow(given, asOf)
  return {
    type,
    filter: restrictFilter(await readFilter(loadSchema, given, type, window), ids, window).filter,
    order: readOrder(given, type),
    limit: readLimit(given),
    format: readChoice(given, 'format', Object.keys(exportFormats) as ExportFormatName[]) ?? 'csv',
    columns: readColumns(given, type),
    raw: readChoice(given, 'raw', ['true', 'false']) === 'true',
  }
}

const isOneOf = <Choice extends string>(choices: readonly Choice[], text: string): text is Choice =>
  choices.some((choice) => choice === text)

const readSingle = (given: GivenParameters, name: Name): string | undefined => {
  const values = given.valuesOf(name)
  if (values.length > 1) throw badInput(`${given.nameOf(name)} was given ${values.length} times: specify it once`)
  return values[0]
}

const readChoice = <Choice extends string>(
  given: GivenParameters,
  name: Name,
  choices: readonly Choice[],
): Choice | undefined => {
  const text = readSingle(given, name)
  if (text === undefined) return undefined
  if (!isOneOf(choices, text))
    throw badInput(`${given.nameOf(name)}: ${quote(text)} is not one of ${choices.join(', ')}`)
  return text
}

const readFilter = async (
  loadSchema: LoadSchema,
  given: GivenParameters,
  type: ExportType,
  { timeZone, asOf }: ResolvedWindow,
): Promise<ResolvedFilter<ExportFields>> => {
  const json = readSingle(given, 'filter')
  if (json === undefined) return resolveFilter<ExportFields>({ timeZone }, asOf)
  return readListFilter(await loadSchema(), type, json, { shown: given.nameOf('filter'), timeZone, asOf })
}

const readIds = (given: GivenParameters, name: Name): readonly string[] => {
  const [ids, shown] = [given.valuesOf(name), given.nameOf(name)]
  if (ids.length > maxListLength)
    throw badInput(`${shown} was given ${ids.length} times: at most ${maxListLength} are allowed`)
  for (const id of ids) {
    if (id === '' || id.includes('\0'))
      throw badInput(`${shown}: ${quote(id)} is not a valid id: specify an id, or omit ${shown}`)
    if (isLongerThan(id, nameLength))
      throw badInput(`${shown}: ${quote(id)} is too long: at most ${nameLength} characters are allowed`)
  }
  return ids
}

const readWindow = (given: GivenParameters, asOf: Date): ResolvedWindow => {
  const window = {
    startTime: readValue(given, 'startTime', parseTime),
    endTime: readValue(given, 'endTime', parseTime),
    last: readValue(given, 'last', parseIsoDuration),
    calendar: readChoice(given, 'calendar', calendarPeriods),
    timeZone: readValue(given, 'timeZone', parseTimeZone),
  }
  return resolveWindow(window, { asOf, timeZone: 'UTC', shown: given.nameOf })
}

const readValue = <Value>(given: GivenParameters, name: Name, parse: (text: string) => Value): Value | undefined => {
  const text = readSingle(given, name)
  if (text === undefined) return undefined
  try {
    return parse(text)
  } catch (error) {
    if (!(error instanceof ExpectedError)) throw error
    const hint = / \d\d:\d\d$/.test(text) ? ' (in a query string, write + as %2B)' : ''
    throw badInput(`${given.nameOf(name)}: ${error.message}${hint}`)
  }
}

const readOrder = (given: GivenParameters, { sortKeys, defaultSort }: ExportType): ExportOrder => {
  const sortBy = sortKeys.get(readChoice(given, 'orderBy', [...sortKeys.keys()]) ?? defaultSort)
  if (!sortBy) throw new Error(`There is no order ${defaultSort}`)
  return { sortBy, descending: readChoice(given, 'direction', ['ASC', 'DESC']) !== 'ASC' }
}

const limitSchema = z
  .string()
  .regex(/^\d{1,16}$/)
  .transform(Number)
  .pipe(z.int().min(1))

const readLimit = (given: GivenParameters): number => {
  const text = readSingle(given, 'limit')
  if (text === undefined) return defaultLimit
  const limit = limitSchema.safeParse(text)
  if (!limit.success)
    throw badInput(`${given.nameOf('limit')}: ${quote(text)} is not a valid limit: specify an integer of at least 1`)
  return limit.data
}

const readColumns = (given: GivenParameters, type: ExportType): readonly ExportColumn[] => {
  const all = type.columns
  const text = readSingle(given, 'columns')
  if (text === undefined) return type.defaultColumns
  const shown = given.nameOf('columns')
  const chosen = text.split(',').map((name) => name.trim())
  const repeated = chosen.find((name, index) => chosen.indexOf(name) < index)
  if (repeated !== undefined) throw badInput(`${shown}: ${quote(repeated)} is listed twice: list each column once`)
  return chosen.map((name) => {
    const column = all.find((one) => one.name === name)
    if (!column)
      throw badInput(
        `${shown}: ${quote(name)} is not a column of this export. Columns: ${all.map((one) => one.name).join(', ')}`,
      )
    return column
  })
}
