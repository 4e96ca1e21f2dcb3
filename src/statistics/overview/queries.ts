import sql, { join, raw, type Sql } from 'sql-template-tag'
import { z } from 'zod'
import type { Db } from '../../db/client.ts'
import { rolledSql } from '../../db/rollups/rolled.ts'
import type { MonitoringFilter } from '../../db/sql/monitoringRules.ts'
import { embeddingCallSource } from '../../records/embeddingCalls/source.ts'
import { errorSource } from '../../records/errors/source.ts'
import { llmCallSource } from '../../records/llmCalls/source.ts'
import { messageSource } from '../../records/messages/source.ts'
import { type SessionFields, sessionSource } from '../../records/sessions/source.ts'
import { clampFinite } from '../../shared/numbers.ts'

/** Sums can exceed double precision: such values are parsed as infinite and clamped. */
const sum = z.custom<number>((value) => typeof value === 'number').transform(clampFinite)

/** The parts of the overview, one per record that is read: its statement, and the shape of its row. */
const parts = {
  messages: {
    select: (filter: MonitoringFilter) => sql`
      SELECT coalesce(sum(row_count), 0) AS total,
        coalesce(sum(row_count) FILTER (WHERE status = 'success'), 0) AS success
      FROM ${rolledSql(messageSource.rolledUp.rollup, messageSource.rules, filter)}`,
    schema: z.object({ total: z.number(), success: z.number() }),
  },
  llmCalls: {
    select: (filter: MonitoringFilter) => sql`
      SELECT coalesce(sum(row_count), 0) AS calls, coalesce(sum(total_tokens), 0) AS tokens,
        coalesce(round(sum(cost), 6), 0) AS cost
      FROM ${rolledSql(llmCallSource.rolledUp.rollup, llmCallSource.rules, filter)}`,
    schema: z.object({ calls: z.number(), tokens: z.number(), cost: sum }),
  },
  embeddingCalls: {
    select: (filter: MonitoringFilter) => sql`
      SELECT coalesce(sum(row_count), 0) AS calls
      FROM ${rolledSql(embeddingCallSource.rolledUp.rollup, embeddingCallSource.rules, filter)}`,
    schema: z.object({ calls: z.number() }),
  },
  sessions: {
    select: (filter: MonitoringFilter) => sql`
      SELECT coalesce(sum(row_count), 0) AS active
      FROM ${rolledSql<SessionFields>(sessionSource.rolledUp.rollup, sessionSource.rules, { ...filter, isActive: true })}`,
    schema: z.object({ active: z.number() }),
  },
  errors: {
    select: (filter: MonitoringFilter) => sql`
      SELECT coalesce(sum(row_count), 0) AS total
      FROM ${rolledSql(errorSource.rolledUp.rollup, errorSource.rules, filter)}`,
    schema: z.object({ total: z.number() }),
  },
} satisfies Record<string, { select: (filter: MonitoringFilter) => Sql; schema: z.ZodType }>

/** A part of the overview: the metrics of one record. */
export type OverviewPart = keyof typeof parts

/** All parts of the overview. */
export const overviewParts = Object.keys(parts) as readonly OverviewPart[]

/** The names of the tables that the overview is computed from. */
export const overviewTables: ReadonlySet<string> = new Set(
  [messageSource, llmCallSource, embeddingCallSource, sessionSource, errorSource].map(({ table }) => table.name),
)

/** The metrics of each part. */
export type OverviewStatistics = { readonly [Part in OverviewPart]: z.infer<(typeof parts)[Part]['schema']> }

/** Computes the requested parts, in one statement. */
export const findOverview = async (
  prisma: Db,
  filter: MonitoringFilter,
  wanted: readonly OverviewPart[],
): Promise<Partial<OverviewStatistics>> => {
  const columns = wanted.map(
    (part) => sql`(SELECT to_json(f) FROM (${parts[part].select(filter)}) AS f) AS ${raw(`"${part}"`)}`,
  )
  const schema = z.object(Object.fromEntries(wanted.map((part) => [part, parts[part].schema])))
  const [row = {}] = await prisma.$statistics(schema, sql`SELECT ${join(columns, ', ')}`)
  // The row has the shape of the requested parts, which Zod cannot infer through `Object.fromEntries`.
  return row as Partial<OverviewStatistics>
}
