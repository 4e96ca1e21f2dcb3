import { raw, type Sql } from 'sql-template-tag'
import { badInput } from '../../shared/errors.ts'
import { checkWindow } from '../../shared/timeWindow.ts'
import { type Condition, everything, joinConditions, negate } from './conditions.ts'
import type { Column } from './table.ts'

/** The fields of every filter: a time window, both ends included. */
export interface Window {
  startTime: Date
  endTime: Date
}

/**
 * A filter of a record: its own fields, and combined filters of the same kind. All given conditions must match. Its
 * windows are absolute: relative ones, as given by a client, must be resolved before.
 */
export type Filter<Fields> = { readonly [Field in keyof Fields]?: Fields[Field] | null | undefined } & {
  readonly last?: null | undefined
  readonly calendar?: null | undefined
  readonly timeZone?: null | undefined
  readonly and?: readonly Filter<Fields>[] | null
  readonly or?: readonly Filter<Fields>[] | null
  readonly not?: Filter<Fields> | null
}

/** What a rule needs to compile a value that is a filter itself. */
export interface Nesting {
  /**
   * Compiles a filter inside another one.
   * @param path the path of the filter, for error messages.
   */
  readonly compile: <Fields extends Window>(rules: Rules<Fields>, filter: Filter<Fields>, path: string) => Condition
  /** Counts a query of related rows. Returns the number of such queries in the outermost filter, including it. */
  readonly countQuery: () => number
}

/**
 * How one field of a filter restricts rows: returns the condition of a value; undefined if it restricts nothing.
 * @param field the path of the field, for error messages.
 */
export type Rule<Value> = ((value: Value, field: string, nesting: Nesting) => Sql | Condition | undefined) & Selecting

/** A rule that restricts columns of the row only. */
export type ColumnRule<Value> = ((value: Value, field: string) => Sql | undefined) & Selecting

interface Selecting {
  /** The column of which the rule selects values; undefined for any other rule. */
  readonly selects?: Column
}

/** The rules of all fields of a filter. */
export type Rules<Fields> = { readonly [Field in keyof Fields]-?: Rule<NonNullable<Fields[Field]>> }

/** The fields of a filter with the given rules. */
export type FieldsOf<Own> = { readonly [Field in keyof Own]: Own[Field] extends Rule<infer Value> ? Value : never }

/** Maximum nesting of `and`, `or`, `not` and related records. */
const maxFilterDepth = 10
/** Maximum number of filters that one filter consists of. */
const maxFilterParts = 200

/** The quoted name of a column. */
export const columnSql = (column: Pick<Column, 'name'>): Sql => raw(`"${column.name}"`)

/**
 * Creates the condition of a filter for `WHERE`; always true if the filter restricts nothing. `not` is the exact
 * complement: it includes rows for which the condition of its filter is null.
 * @param shown the name of the filter in error messages.
 * @throws BAD_USER_INPUT for a reversed window, too many values, or a filter that is too deep or too large, with the
 *   path of the field.
 */
export const filterSql = <Fields extends Window>(
  rules: Rules<Fields>,
  filter: Filter<Fields> | null | undefined,
  shown = 'filter',
): Sql => compile(rules, filter ?? {}, { path: shown, depth: 0, count: { parts: 0, queries: 0 } }).is

/** The place of a filter within the outermost one, and the number of filters and queries of related rows so far. */
interface Place {
  readonly path: string
  readonly depth: number
  readonly count: { parts: number; queries: number }
}

/** The path of a field of a filter. */
const pathTo = ({ path }: Place, field: string): string => `${path}.${field}`

const compile = <Fields extends Window>(rules: Rules<Fields>, filter: Filter<Fields>, place: Place): Condition => {
  const { path, depth, count } = place
  count.parts += 1
  if (depth > maxFilterDepth)
    throw badInput(`${path}: and, or, not and related records may be nested at most ${maxFilterDepth} levels deep`)
  if (count.parts > maxFilterParts) throw badInput(`${path}: at most ${maxFilterParts} filters may be combined`)
  checkWindow(filter, (field) => pathTo(place, field))
  const nesting: Nesting = {
    compile: (innerRules, inner, innerPath) => compile(innerRules, inner, { path: innerPath, depth: depth + 1, count }),
    countQuery: () => {
      count.queries += 1
      return count.queries
    },
  }
  const nested = (inner: Filter<Fields>, field: string) => nesting.compile(rules, inner, pathTo(place, field))
  const parts = (operator: 'and' | 'or') =>
    (filter[operator] ?? []).map((inner, index) => nested(inner, `${operator}.${index}`))
  const conditions = [...ownConditions(rules, filter, place, nesting), ...parts('and')]
  const alternatives = parts('or')
  if (alternatives.length > 0) conditions.push(joinConditions(alternatives, ' OR '))
  if (filter.not) conditions.push(negate(nested(filter.not, 'not')))
  return conditions.length === 0 ? everything : joinConditions(conditions, ' AND ')
}

const ownConditions = <Fields>(
  rules: Rules<Fields>,
  filter: Filter<Fields>,
  place: Place,
  nesting: Nesting,
): Condition[] => {
  for (const [field, value] of Object.entries(filter))
    if (value != null && !(field in rules) && !/^(and|or|not)$/.test(field))
      throw new Error(`There is no rule for ${field}`)
  const conditions: Condition[] = []
  for (const field of Object.keys(rules) as (keyof Fields & string)[]) {
    const value: Fields[typeof field] | null | undefined = filter[field]
    if (value == null) continue
    const condition = rules[field](value as NonNullable<typeof value>, pathTo(place, field), nesting)
    if (condition) conditions.push('is' in condition ? condition : { is: condition })
  }
  return conditions
}

/** Whether a filter value restricts no rows: it is absent, or an empty list or text. */
export const restrictsNothing = (value: unknown): boolean =>
  value == null || value === '' || (Array.isArray(value) && value.length === 0)
