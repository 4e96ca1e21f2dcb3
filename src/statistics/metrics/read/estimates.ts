import sql, { join } from 'sql-template-tag'
import { z } from 'zod'
import type { Db } from '../../../db/client.ts'
import { rolledSql } from '../../../db/rollups/rolled.ts'
import type { Filter } from '../../../db/sql/filters.ts'
import type { MonitoringFields } from '../../../db/sql/monitoringRules.ts'
import type { MetricsSource } from '../../../records/definition/metrics/definition.ts'

/** The largest number of records whose percentiles are computed exactly by default: that takes about 0.05 seconds. */
export const defaultExactUpTo = 100_000

const schema = z.object({ many: z.boolean() })

/** Whether one of several filters matches more records than a number, from rollups and in one statement. */
export const hasMoreThan = async (
  prisma: Db,
  { rolledUp, rules }: MetricsSource,
  filters: readonly Filter<MonitoringFields>[],
  count: number,
): Promise<boolean> => {
  if (!rolledUp) return false
  const counts = filters.map(
    (filter) =>
      sql`(SELECT sum(row_count) FROM ${rolledSql(rolledUp.rollup, rules, filter, { coarsest: 'month', inTotal: true })})`,
  )
  const [row] = await prisma.$statistics(
    schema,
    sql`SELECT coalesce(greatest(${join(counts, ', ')}) > ${count}, FALSE) AS many`,
  )
  return row?.many ?? false
}
