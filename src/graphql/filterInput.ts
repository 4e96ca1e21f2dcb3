import type { InputRef } from '@pothos/core'
import type { Window } from '../db/sql/filters.ts'
import type { GivenFilter } from '../db/sql/givenFilter.ts'
import { builder } from './builder.ts'
import { CalendarPeriod } from './resolvedWindow.ts'

/** The Pothos builder for the fields of an input type. */
export type InputFields = Parameters<Parameters<typeof builder.inputType>[1]['fields']>[0]

/** The meaning of null and of an empty list, in descriptions of filters. */
export const emptyList = 'Null or an empty list means no restriction.'
/** The meaning of null, in descriptions of filters. */
export const nullValue = 'Null means no restriction.'

/** The description of the time zone of a filter that can be nested. */
const nestedZone =
  'Time zone in which `last` and `calendar` are resolved, in this filter and in filters nested in it. Default: the `timeZone` of the enclosing filter; at the top level of `filter`, that of `scope`, otherwise the argument `timeZone` of the field if it has one, otherwise UTC.'

/** What differs between the descriptions of the shared filter fields. */
interface MonitoringTexts {
  readonly matched?: string
  readonly zone?: string
  readonly hasOrigin?: boolean
  readonly origin?: string
}

/**
 * The fields that the filters of all records and statistics share: bots, pipelines and the time window.
 * @param options what the window matches, the description of the time zone, whether all records have a bot and a
 * pipeline, and which bot and pipeline they are, for the descriptions.
 */
export const monitoringFields = (
  t: InputFields,
  { matched = 'records', zone = nestedZone, hasOrigin = false, origin = 'records of these' }: MonitoringTexts = {},
) => ({
  botIds: t.idList({
    description: `Only ${origin} bots${hasOrigin ? '' : '; records without a bot do not match'}. At most 1,000 ids. ${emptyList}`,
  }),
  pipelineIds: t.idList({
    description: `Only ${origin} pipelines${hasOrigin ? '' : '; records without a pipeline do not match'}. At most 1,000 ids. ${emptyList}`,
  }),
  startTime: t.field({
    type: 'DateTime',
    description: `Only ${matched} at or after this time. A date without a time is its midnight in UTC, regardless of \`timeZone\`. Null means no lower bound.`,
  }),
  endTime: t.field({
    type: 'DateTime',
    description: `Only ${matched} at or before this time. A date without a time is its midnight in UTC, regardless of \`timeZone\`, which excludes the rest of the day. Null means no upper bound.`,
  }),
  last: t.field({
    type: 'Duration',
    description: `Only ${matched} within this duration before the time of the operation (\`ResolvedWindow.asOf\`), e.g. \`PT24H\` or \`P7D\`. Cannot be combined with \`calendar\`, \`startTime\` or \`endTime\`. Null means no restriction.`,
  }),
  calendar: t.field({
    type: CalendarPeriod,
    description: `Only ${matched} within this calendar period. Cannot be combined with \`last\`, \`startTime\` or \`endTime\`. Null means no restriction.`,
  }),
  timeZone: t.field({
    type: 'TimeZone',
    description: zone,
  }),
})

/** A filter field that matches records whose text equals one of several values. */
export const textList = (t: InputFields, what: string) =>
  t.stringList({
    description: `Only records whose ${what} equals one of these values (case-sensitive). At most 1,000 values. ${emptyList}`,
  })

/** A filter field that matches records with one of several ids. */
export const idList = (t: InputFields, what: string) =>
  t.idList({ description: `Only records with one of these ${what}. At most 1,000 values. ${emptyList}` })

/** The filter field for the kind of chat of a record. */
export const chatKinds = (t: InputFields) => textList(t, 'kind of chat (`platform`, not the messaging platform)')

/** The filter fields that calls, errors and feedback have in common: what they belong to. */
export const contextFields = (t: InputFields, platforms = chatKinds(t)) => ({
  sessionIds: idList(t, 'session ids'),
  messageIds: idList(t, 'message ids'),
  userIds: idList(t, 'user ids'),
  platforms,
})

/** What `messageContent` is for a search, in descriptions of filters. */
export const storedContent =
  'The content of a message chain is searched as JSON, not as `messageText`: its syntax is included, and characters such as quotes and line breaks are escaped.'

/** The `search` field of a filter. */
export const searchField = (t: InputFields, where: string, note?: string) =>
  t.string({
    description: `Only records in which ${where} contains this text.${note ? ` ${note}` : ''} Case-insensitive; \`%\` and \`_\` have no special meaning. At most 1,000 characters. Null or an empty string means no restriction.`,
  })

const bounds = {
  gt: 'greater than',
  gte: 'greater than or equal to',
  lt: 'less than',
  lte: 'less than or equal to',
}

/** Range of an integer. */
export const IntRange = builder.inputType('IntRange', {
  description:
    'Range of an integer. All given bounds must match. An omitted or null bound does not restrict the range. A record without a value matches no bound.',
  fields: (t) =>
    Object.fromEntries(
      Object.entries(bounds).map(([name, text]) => [name, t.int({ description: `Only values ${text} this.` })]),
    ) as { [Bound in keyof typeof bounds]: ReturnType<typeof t.int<false>> },
})

/** Range of a number. */
export const FloatRange = builder.inputType('FloatRange', {
  description:
    'Range of a number. All given bounds must match. An omitted or null bound does not restrict the range. A record without a value matches no bound.',
  fields: (t) =>
    Object.fromEntries(
      Object.entries(bounds).map(([name, text]) => [name, t.float({ description: `Only values ${text} this.` })]),
    ) as { [Bound in keyof typeof bounds]: ReturnType<typeof t.float<false>> },
})

/** A record's filter, to which other records add fields. */
interface DefinedFilter {
  readonly ref: InputRef<GivenFilter<Window>>
  /** The filtered records, in the plural. */
  readonly rows: string
  readonly furtherFields: ((t: InputFields) => object)[]
}

const definedFilters = new Map<string, DefinedFilter>()

/**
 * Finds the filter with a name.
 * @throws Error if none is defined: a programming mistake.
 */
export const findFilter = (name: string): DefinedFilter => {
  const found = definedFilters.get(name)
  if (!found) throw new Error(`There is no filter ${name}`)
  return found
}

/** Defines a record's filter: its own fields, and the logical operators `and`, `or` and `not`. */
export const defineFilter = <Fields extends Window>(
  name: string,
  rows: string,
  fields: (t: InputFields) => { readonly [Field in keyof Fields]: object },
) => {
  const filter = builder.inputRef<GivenFilter<Fields>, false>(name)
  const furtherFields: DefinedFilter['furtherFields'] = []
  definedFilters.set(name, { ref: filter, rows, furtherFields })
  const withLogic = (t: InputFields) => ({
    ...fields(t),
    ...Object.assign({}, ...furtherFields.map((further) => further(t))),
    and: t.field({ type: [filter], description: `Only records that match all of these filters. ${emptyList}` }),
    or: t.field({
      type: [filter],
      description: `Only records that match at least one of these filters. ${emptyList}`,
    }),
    not: t.field({
      type: filter,
      description: `Only records that do not match this filter, including those without a value: \`not: { userIds: ["u1"] }\` also matches records without a user. \`{}\` matches all records, so that \`not: {}\` matches none. ${nullValue}`,
    }),
  })
  // The parameter type above checks the fields against the filter's shape, which Pothos cannot infer through a generic.
  return filter.implement({
    description: `Filter for ${rows}. All given conditions must match: \`{}\` matches all ${rows}. Filters can be nested up to 10 levels deep, with at most 200 filters in total, including those of related records.`,
    fields: withLogic as never,
  })
}
