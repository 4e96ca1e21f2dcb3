import type { Filter, Window } from '../db/sql/filters.ts'
import { builder } from './builder.ts'

/** The Pothos builder for the fields of an input type. */
export type InputFields = Parameters<Parameters<typeof builder.inputType>[1]['fields']>[0]

const emptyList = 'Null or an empty list means no restriction.'

/** The fields that the filters of all records and statistics share: bots, pipelines and the time window. */
export const monitoringFields = (t: InputFields) => ({
  botIds: t.idList({ description: `Only records of these bots. At most 1,000 ids. ${emptyList}` }),
  pipelineIds: t.idList({ description: `Only records of these pipelines. At most 1,000 ids. ${emptyList}` }),
  startTime: t.field({
    type: 'DateTime',
    description: 'Only records at or after this time. Null means no lower bound.',
  }),
  endTime: t.field({
    type: 'DateTime',
    description: 'Only records at or before this time. Null means no upper bound.',
  }),
})

/** A filter field that matches records whose text equals one of several values. */
export const textList = (t: InputFields, what: string) =>
  t.stringList({
    description: `Only records whose ${what} equals one of these values (case-sensitive). At most 1,000 values. ${emptyList}`,
  })

/** A filter field that matches records with one of several ids. */
export const idList = (t: InputFields, what: string) =>
  t.idList({ description: `Only records with one of these ${what}. At most 1,000. ${emptyList}` })

/** The `search` field of a filter. */
export const searchField = (t: InputFields, where: string) =>
  t.string({
    description: `Only records in which ${where} contains this text. Case-insensitive; \`%\` and \`_\` are matched literally. At most 1,000 characters. Null or an empty string means no restriction.`,
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
    'Range of an integer. All given bounds must match. An omitted or null bound does not restrict the range.',
  fields: (t) =>
    Object.fromEntries(
      Object.entries(bounds).map(([name, text]) => [name, t.int({ description: `Only values ${text} this.` })]),
    ) as { [Bound in keyof typeof bounds]: ReturnType<typeof t.int<false>> },
})

/** Range of a number. */
export const FloatRange = builder.inputType('FloatRange', {
  description:
    'Range of a number. All given bounds must match. An omitted or null bound does not restrict the range. Null values do not match any bound.',
  fields: (t) =>
    Object.fromEntries(
      Object.entries(bounds).map(([name, text]) => [name, t.float({ description: `Only values ${text} this.` })]),
    ) as { [Bound in keyof typeof bounds]: ReturnType<typeof t.float<false>> },
})

/** Defines a record's filter: its own fields, and the logical operators `and`, `or` and `not`. */
export const defineFilter = <Fields extends Window>(
  name: string,
  rows: string,
  fields: (t: InputFields) => { readonly [Field in keyof Fields]: object },
) => {
  const filter = builder.inputRef<Filter<Fields>, false>(name)
  const withLogic = (t: InputFields) => ({
    ...fields(t),
    and: t.field({ type: [filter], description: `All of these filters must match. ${emptyList}` }),
    or: t.field({
      type: [filter],
      description: `At least one of these filters must match. ${emptyList}`,
    }),
    not: t.field({ type: filter, description: 'Excludes the records that match this filter.' }),
  })
  // The parameter type above checks the fields against the filter's shape, which Pothos cannot infer through a generic.
  return filter.implement({
    description: `Filter for ${rows}. All given conditions must match. Filters can be nested up to 10 levels deep, with at most 200 filters in total.`,
    fields: withLogic as never,
  })
}
