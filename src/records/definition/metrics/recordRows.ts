import type { Sql } from 'sql-template-tag'
import type { RolledUp } from '../../../db/lists/source.ts'
import { tableSql } from '../../../db/sql/rows.ts'
import type { MetricsSource } from './definition.ts'

/**
 * The rows of a record's table as a source of metrics.
 * @param values the values of a row besides those of the rollup.
 */
export const recordRows = (
  { rules, rolledUp }: Pick<MetricsSource, 'rules'> & { readonly rolledUp: RolledUp },
  values: Readonly<Record<string, Sql>> = {},
): MetricsSource => {
  const { table, time, measures } = rolledUp.rollup
  return { rules, time, relation: () => tableSql(table), values: { ...measures, ...values }, rolledUp }
}
