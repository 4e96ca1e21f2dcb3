import sql, { empty, raw } from 'sql-template-tag'
import { type Condition, joinConditions, negate } from './conditions.ts'
import { columnSql, type Filter, type Nesting, type Rule, type Rules, type Window } from './filters.ts'
import { tableSql } from './rows.ts'
import type { AnyTable, Column } from './table.ts'

/** The rows of another table that are related to a row: those whose column equals a column of the row. */
export interface Related<Fields extends Window = Window> {
  readonly own: Column
  readonly table: AnyTable
  readonly column: Column
  /** The rules by which the related rows are filtered. */
  readonly rules: Rules<Fields>
}

/** A filter of related rows: at least one, or none, must match. */
export interface RelatedRows<Fields extends Window = Window> {
  readonly some?: Filter<Fields> | null
  readonly none?: Filter<Fields> | null
}

/**
 * Maximum number of queries of related rows that the planner may turn into joins or evaluate in advance: its time and
 * memory grow exponentially with them. Further ones have an `OFFSET`, which it does not optimize away, and are
 * evaluated for each row, by index.
 */
const maxPlanned = 6

/**
 * Matches rows with a related row that matches a filter. The related key has a name that no table has, and its query no
 * other columns, so that the name of the row's own column refers to the row at any nesting.
 */
const matchRelated = (
  { own, table, column, rules }: Related,
  filter: Filter<Window>,
  path: string,
  { compile, countQuery }: Nesting,
): Condition => {
  const offset = countQuery() > maxPlanned ? raw(' OFFSET 0') : empty
  const where = compile(rules, filter, path).is
  const keys = sql`SELECT ${columnSql(column)} AS related_key FROM ${tableSql(table)} WHERE ${where}`
  const exists = sql`EXISTS (SELECT 1 FROM (${keys}) AS related WHERE related_key = ${columnSql(own)}${offset})`
  return { is: exists, isNot: sql`NOT ${exists}` }
}

/** Matches rows whose related row is stored and matches the filter. Without conditions, it need only be stored. */
export const hasOne =
  (related: Related): Rule<Filter<Window>> =>
  (filter, field, nesting) =>
    matchRelated(related, filter, field, nesting)

/** Matches rows of which some related row, or none, matches a filter. */
export const hasMany =
  (related: Related): Rule<RelatedRows> =>
  ({ some, none }, field, nesting) => {
    const conditions = [
      ...(some ? [matchRelated(related, some, `${field}.some`, nesting)] : []),
      ...(none ? [negate(matchRelated(related, none, `${field}.none`, nesting))] : []),
    ]
    return conditions.length === 0 ? undefined : joinConditions(conditions, ' AND ')
  }

/** Matches rows that have any related row, or have none. */
export const hasAny =
  (related: Related): Rule<boolean> =>
  (value, field, nesting) => {
    const any = matchRelated(related, {}, field, nesting)
    return value ? any : negate(any)
  }
