import sql, { type Sql } from 'sql-template-tag'
import { z } from 'zod'
import type { Db } from '../../db/client.ts'
import { columnSql } from '../../db/sql/filters.ts'
import { tableSql } from '../../db/sql/rows.ts'
import { defineLoader } from '../../graphql/loader.ts'
import { fromRecordsOfTurns } from '../definition/turnLinks.ts'
import { llmCallTable } from './table.ts'

const statsSchema = z.object({
  totalCalls: z.number(),
  successCalls: z.number(),
  errorCalls: z.number(),
  failedCalls: z.number(),
  unsuccessfulCalls: z.number(),
  totalInputTokens: z.number(),
  totalOutputTokens: z.number(),
  totalTokens: z.number(),
  totalDurationMs: z.number(),
  totalCost: z.number(),
  callsWithoutCost: z.number(),
})

/** Statistics of the LLM calls of one message, turn or session. */
export type LlmStats = z.infer<typeof statsSchema>

const groupSchema = statsSchema.extend({ parent: z.string() })

const noCalls: LlmStats = {
  totalCalls: 0,
  successCalls: 0,
  errorCalls: 0,
  failedCalls: 0,
  unsuccessfulCalls: 0,
  totalInputTokens: 0,
  totalOutputTokens: 0,
  totalTokens: 0,
  totalDurationMs: 0,
  totalCost: 0,
  callsWithoutCost: 0,
}

/** A kind of parent: its id, which calls `errorCalls` counts, and the calls, named `record`, of many parents. */
interface ParentKind {
  readonly id: Sql
  /** The difference between kinds is part of the public API. */
  readonly countsAsError: Sql
  readonly from: (parents: readonly string[]) => Sql
}

const fromCallsOf = (parent: Sql) => (parents: readonly string[]) =>
  sql`FROM ${tableSql(llmCallTable)} AS record WHERE ${parent} = ANY(${parents})`

const isError = sql`status = 'error'`
const { messageId, sessionId } = llmCallTable.columns

const parentKinds = {
  message: { id: columnSql(messageId), countsAsError: isError, from: fromCallsOf(columnSql(messageId)) },
  turn: {
    id: sql`turn.id`,
    countsAsError: isError,
    from: (turnIds) => fromRecordsOfTurns(llmCallTable, turnIds),
  },
  session: {
    id: columnSql(sessionId),
    countsAsError: sql`status <> 'success'`,
    from: fromCallsOf(columnSql(sessionId)),
  },
} satisfies Readonly<Record<string, ParentKind>>

/**
 * Reads the statistics of many parents in one statement; a parent without calls has no entry. Costs are summed as
 * decimal numbers, as in all statistics: Prisma's `groupBy` would sum them as floating-point numbers, which fails above
 * the largest one and rounds differently.
 */
const findLlmStats = async (
  prisma: Db,
  { id, countsAsError, from }: ParentKind,
  parents: readonly string[],
): Promise<Map<string, LlmStats>> => {
  const groups = await prisma.$statistics(
    groupSchema,
    sql`
    SELECT ${id} AS parent, count(*) AS "totalCalls",
      count(*) FILTER (WHERE status = 'success') AS "successCalls",
      count(*) FILTER (WHERE ${countsAsError}) AS "errorCalls",
      count(*) FILTER (WHERE status IN ('error', 'timeout')) AS "failedCalls",
      count(*) FILTER (WHERE status <> 'success') AS "unsuccessfulCalls",
      sum(input_tokens) AS "totalInputTokens", sum(output_tokens) AS "totalOutputTokens",
      sum(record.total_tokens) AS "totalTokens", sum(record.duration) AS "totalDurationMs",
      coalesce(round(sum(cost::numeric), 6), 0) AS "totalCost",
      count(*) FILTER (WHERE cost IS NULL) AS "callsWithoutCost"
    ${from(parents)} GROUP BY 1`,
  )
  return new Map(groups.map((group) => [group.parent, group]))
}

const llmStatsOf = (kind: ParentKind) =>
  defineLoader<LlmStats>(
    (prisma, parents) => findLlmStats(prisma, kind, parents),
    () => noCalls,
  )

/** The statistics of LLM calls by message, by turn and by session. */
export const llmStatsBy = {
  Message: llmStatsOf(parentKinds.message),
  Turn: llmStatsOf(parentKinds.turn),
  Session: llmStatsOf(parentKinds.session),
}
