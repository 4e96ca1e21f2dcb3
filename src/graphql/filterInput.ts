import type { Filter, Window } from '../db/sql/filters.ts'
import { builder } from './builder.ts'

/** What the fields of an input type are declared with. */
export type InputFields = Parameters<Parameters<typeof builder.inputType>[1]['fields']>[0]

/** The fields that the filters of all records and figures share: whose data, and from when. */
export const monitoringFields = (t: InputFields) => ({
  botIds: t.idList({ description: 'Only data of these bots, at most 1,000; empty or absent: of all.' }),
  pipelineIds: t.idList({ description: 'Only data of these pipelines, at most 1,000; empty or absent: of all.' }),
  startTime: t.field({
    type: 'DateTime',
    description: 'Only data from this time on, inclusive; absent: from the beginning.',
  }),
  endTime: t.field({ type: 'DateTime', description: 'Only data up to this time, inclusive; absent: to the end.' }),
})

/** A list of texts in a filter, of which a row must have one. */
export const textList = (t: InputFields, what: string) =>
  t.stringList({
    description: `Only rows whose ${what} is one of these, exactly, at most 1,000; empty or absent: all.`,
  })

/** A list of ids in a filter, of which a row must have one. */
export const idList = (t: InputFields, what: string) =>
  t.idList({ description: `Only rows with one of these ${what}, at most 1,000; empty or absent: all.` })

/** The `search` of a filter. */
export const searchField = (t: InputFields, where: string) =>
  t.string({
    description: `Only rows in which ${where} contains this text, whatever its case; \`%\` and \`_\` stand for themselves. At most 1,000 characters; empty or absent: all.`,
  })

const bounds = { gt: 'above', gte: 'at or above', lt: 'below', lte: 'at or below' }

/** Bounds of a whole number. */
export const IntRange = builder.inputType('IntRange', {
  description: 'Bounds of a whole number. All that are given must hold; an absent one is open.',
  fields: (t) =>
    Object.fromEntries(
      Object.entries(bounds).map(([name, text]) => [name, t.int({ description: `Only values ${text} this.` })]),
    ) as { [Bound in keyof typeof bounds]: ReturnType<typeof t.int<false>> },
})

/** Bounds of a number. */
export const FloatRange = builder.inputType('FloatRange', {
  description:
    'Bounds of a number. All that are given must hold; an absent one is open, and a row without the number is outside of any.',
  fields: (t) =>
    Object.fromEntries(
      Object.entries(bounds).map(([name, text]) => [name, t.float({ description: `Only values ${text} this.` })]),
    ) as { [Bound in keyof typeof bounds]: ReturnType<typeof t.float<false>> },
})

/** Defines a record's filter: its own fields, and `and`, `or` and `not` of the same kind. */
export const defineFilter = <Fields extends Window>(
  name: string,
  rows: string,
  fields: (t: InputFields) => { readonly [Field in keyof Fields]: object },
) => {
  const filter = builder.inputRef<Filter<Fields>, false>(name)
  const withLogic = (t: InputFields) => ({
    ...fields(t),
    and: t.field({ type: [filter], description: 'Only rows that pass all of these filters; empty or absent: all.' }),
    or: t.field({
      type: [filter],
      description: 'Only rows that pass at least one of these filters; empty or absent: all.',
    }),
    not: t.field({ type: filter, description: 'Only rows that do not pass this filter.' }),
  })
  // The fields are checked against the filter's shape by the parameter above, which Pothos cannot follow into a generic.
  return filter.implement({
    description: `Which ${rows} to take: those for which everything that is given holds. Filters may be combined up to 10 deep, 200 in all.`,
    fields: withLogic as never,
  })
}
