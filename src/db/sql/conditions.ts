import sql, { join, raw, type Sql } from 'sql-template-tag'

/** A condition on rows. It is true for the rows that match, and false or null for all others. */
export interface Condition {
  readonly is: Sql
  /** A condition that is true for exactly the other rows, if it has a better plan than `IS NOT TRUE`. */
  readonly isNot?: Sql
}

/** The condition that matches all rows. */
export const everything: Condition = { is: raw('TRUE'), isNot: raw('FALSE') }

/** Joins at least one condition. */
export const joinConditions = (conditions: readonly Condition[], operator: ' AND ' | ' OR '): Condition => {
  const [first, ...others] = conditions
  if (first && others.length === 0) return first
  const all = conditions.map(({ is }) => is)
  return { is: sql`(${join(all, operator)})` }
}

/** The exact complement of a condition. */
export const negate = ({ is, isNot }: Condition): Condition => ({ is: isNot ?? sql`(${is}) IS NOT TRUE`, isNot: is })
