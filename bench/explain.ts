import sql from 'sql-template-tag'
import type { Queryable } from '../src/db/queryable.ts'

/** A node of a plan, in the format of PostgreSQL. */
interface PlanNode {
  readonly 'Node Type': string
  readonly 'Actual Rows': number
  readonly 'Actual Loops': number
  readonly 'Rows Removed by Filter'?: number
  readonly Plans?: readonly PlanNode[]
}

/** The number of rows that a plan's scans read, including those that a filter then removed. */
const countRead = (node: PlanNode): number => {
  const below = (node.Plans ?? []).reduce((sum, child) => sum + countRead(child), 0)
  if (!node['Node Type'].endsWith('Scan')) return below
  return below + (node['Actual Rows'] + (node['Rows Removed by Filter'] ?? 0)) * node['Actual Loops']
}

/** A database that explains statements instead of returning their rows. */
interface Explaining {
  readonly explaining: Queryable
  /** The number of rows that the last statement read, and its duration. */
  readonly readCost: () => string
}

/** Explains each statement three times, so that its pages are cached. */
export const makeExplaining = (db: Queryable): Explaining => {
  let read = Number.NaN
  let milliseconds = Number.NaN
  return {
    explaining: {
      execute: (statement) => db.execute(statement),
      query: async <Row>(statement: Parameters<Queryable['query']>[0]) => {
        for (let round = 0; round < 3; round += 1) {
          const [row] = await db.query<{ 'QUERY PLAN': [{ Plan: PlanNode; 'Execution Time': number }] }>(
            sql`EXPLAIN (ANALYZE, FORMAT JSON) ${statement}`,
          )
          const [plan] = row?.['QUERY PLAN'] ?? []
          if (plan) read = countRead(plan.Plan)
          milliseconds = plan?.['Execution Time'] ?? Number.NaN
        }
        return [] as Row[]
      },
    },
    readCost: () => `${read} (${milliseconds.toFixed(1)} ms)`,
  }
}
