import type { Temporal } from 'temporal-polyfill'
import {
  type CalendarPeriod,
  type GivenWindow,
  intersectWindows,
  isEmptyWindow,
  type ResolvedWindow,
  resolveWindow,
} from '../../shared/timeWindow.ts'
import { type Filter, filterSql, restrictsNothing } from './filters.ts'
import { type MonitoringFields, monitoringRules } from './monitoringRules.ts'
import { nameLength, required } from './table.ts'

/** A filter as given by a client: its window may be relative to the current time, in this and in nested filters. */
export type GivenFilter<Fields> = { readonly [Field in keyof Fields]?: Fields[Field] | null | undefined } & {
  readonly last?: Temporal.Duration | null | undefined
  readonly calendar?: CalendarPeriod | null | undefined
  readonly timeZone?: string | null | undefined
  readonly and?: readonly GivenFilter<Fields>[] | null
  readonly or?: readonly GivenFilter<Fields>[] | null
  readonly not?: GivenFilter<Fields> | null
}

/** The filter arguments of a field, as given by a client. */
export interface FilterArgs<Fields> {
  readonly filter?: GivenFilter<Fields> | null | undefined
  /** Restricts the same records by bot, pipeline and time. */
  readonly scope?: GivenFilter<MonitoringFields> | null | undefined
  /** The default zone of relative windows. Default: UTC. */
  readonly timeZone?: string | null | undefined
  /** The name of `filter` in error messages. */
  readonly shown?: string
}

/** The rules by which the values of `scope` are checked, which are the same for the columns of all records. */
const scopeRules = monitoringRules(
  { botId: required('bot_id', 'text', nameLength), pipelineId: required('pipeline_id', 'text', nameLength) },
  required('timestamp', 'time'),
)

/** The resolved filter of a field, and its window. */
export interface ResolvedFilter<Fields> {
  /** Matches what both `filter` and `scope` match. All windows in it are absolute. */
  readonly filter: Filter<Fields>
  /** The time that `filter` and `scope` have in common. */
  readonly window: ResolvedWindow
}

/**
 * Resolves the filter arguments of a field at a time. The windows of `filter` and `scope` are intersected in the
 * outermost filter, where rollups can serve them; if they do not overlap, the result matches nothing.
 * @throws BAD_USER_INPUT for a window that is reversed, or that is given in more than one way, and for invalid values
 *   of `scope`.
 */
export const resolveFilter = <Fields extends MonitoringFields>(
  { filter, scope, timeZone, shown = 'filter' }: FilterArgs<Fields>,
  asOf: Date,
): ResolvedFilter<Fields> => {
  const outer = resolveInput(scope ?? {}, { path: 'scope', timeZone: timeZone ?? 'UTC', asOf })
  // Its fields become part of `filter`, whose errors have the path of `filter`.
  filterSql(scopeRules, outer.input as Filter<MonitoringFields>, 'scope')
  const own = resolveInput(filter ?? {}, { path: shown, timeZone: outer.window.timeZone, asOf })
  // The resolved inputs have the fields of their filters, which the generic walk over their values cannot express.
  const resolved = { filter: own.input as Filter<Fields>, window: own.window }
  return restrictFilter(resolved, outer.input as Filter<Fields>, outer.window)
}

/** Restricts a resolved filter further: by other fields of the same kind, and to another window. */
export const restrictFilter = <Fields>(
  own: ResolvedFilter<Fields>,
  fields: { readonly [Field in keyof Fields]?: Fields[Field] | null | undefined },
  within: ResolvedWindow,
): ResolvedFilter<Fields> => {
  const window = intersectWindows(own.window, within)
  return { filter: limitToWindow(addFields(own.filter, fields), window), window }
}

/** Replaces the window of a resolved filter. The result of an empty window matches nothing. */
export const limitToWindow = <Fields>(
  filter: Filter<Fields>,
  window: Pick<ResolvedWindow, 'startTime' | 'endTime'>,
): Filter<Fields> => {
  const { startTime, endTime } = window
  if (!isEmptyWindow(window)) return { ...filter, startTime, endTime }
  // All fields of a filter are optional, which TypeScript cannot infer for a generic.
  const nothing = { not: {} } as Filter<Fields>
  return { ...filter, startTime: null, endTime: null, and: [...(filter.and ?? []), nothing] }
}

type Input = Readonly<Record<string, unknown>>

interface Place {
  /** The path of the input in error messages. */
  readonly path: string
  /** The zone of windows without their own. */
  readonly timeZone: string
  readonly asOf: Date
}

/** Adds fields to a filter: to its own fields, or as a part of it if it restricts the same field. */
const addFields = <Fields>(filter: Filter<Fields>, fields: object): Filter<Fields> => {
  const own: Input = filter
  const pick = (entries: readonly (readonly [string, unknown])[]) =>
    // The entries are fields of the same kind of filter.
    Object.fromEntries(entries) as Filter<Fields>
  const added = Object.entries(fields).filter(([, value]) => !restrictsNothing(value))
  const isFree = ([name]: readonly [string, unknown]) => restrictsNothing(own[name])
  const extended = { ...filter, ...pick(added.filter(isFree)) }
  const part = pick(added.filter((entry) => !isFree(entry)))
  return Object.keys(part).length === 0 ? extended : { ...extended, and: [...(filter.and ?? []), part] }
}

/** Resolves the window of an input object, and separates it from the other fields, in which it resolves all windows. */
const resolveInput = (input: Input, place: Place): { readonly input: Input; readonly window: ResolvedWindow } => {
  const { startTime, endTime, last, calendar, timeZone, ...fields } = input
  const given = { startTime, endTime, last, calendar, timeZone } as GivenWindow
  const shown = (field: string) => `${place.path}.${field}`
  const window = resolveWindow(given, { ...place, shown })
  const inner = { ...place, timeZone: window.timeZone }
  const resolved = Object.entries(fields).map(([name, value]) => [
    name,
    resolveValue(value, { ...inner, path: shown(name) }),
  ])
  return { input: Object.fromEntries(resolved), window }
}

const resolveValue = (value: unknown, place: Place): unknown => {
  if (Array.isArray(value))
    return value.map((item, index) => resolveValue(item, { ...place, path: `${place.path}.${index}` }))
  if (!isInput(value)) return value
  const { input, window } = resolveInput(value, place)
  return window.startTime || window.endTime ? limitToWindow(input, window) : input
}

/** Whether a value is an input object, not a list or the value of a scalar. */
const isInput = (value: unknown): value is Input => {
  if (typeof value !== 'object' || value === null) return false
  const prototype: unknown = Object.getPrototypeOf(value)
  return prototype === null || prototype === Object.prototype
}
