import sql from 'sql-template-tag'
import { z } from 'zod'
import type { Db } from '../../db/client.ts'
import { padIds } from '../../db/padIds.ts'
import { builder } from '../../graphql/builder.ts'
import { defineLoader } from '../../graphql/loader.ts'
import { divideWhole } from '../../shared/numbers.ts'
import { fromRecordsOfTurns } from '../definition/turnLinks.ts'
import { toolCallTable } from './table.ts'

/** Statistics of the tool calls of one message, turn or session. */
interface Stats {
  readonly totalCalls: number
  readonly successCalls: number
  readonly errorCalls: number
  readonly totalDurationMs: number
}

const noCalls: Stats = { totalCalls: 0, successCalls: 0, errorCalls: 0, totalDurationMs: 0 }

/** Sums of the calls of one parent with one status. */
const groupSchema = z.object({ parent: z.string(), status: z.string(), calls: z.number(), durationMs: z.number() })

/** Adds up the statistics of parents; a parent without calls has no entry. */
const sumGroups = (groups: readonly z.infer<typeof groupSchema>[]): Map<string, Stats> => {
  const found = new Map<string, Stats>()
  for (const { parent, status, calls, durationMs } of groups) {
    const stats = found.get(parent) ?? noCalls
    found.set(parent, {
      totalCalls: stats.totalCalls + calls,
      successCalls: stats.successCalls + (status === 'success' ? calls : 0),
      errorCalls: stats.errorCalls + (status === 'error' ? calls : 0),
      totalDurationMs: stats.totalDurationMs + durationMs,
    })
  }
  return found
}

/** Reads the statistics of many messages or sessions in one statement. */
const findToolStats = async (
  prisma: Db,
  parentField: 'messageId' | 'sessionId',
  parents: readonly string[],
): Promise<Map<string, Stats>> => {
  const groups = await prisma.toolCall.groupBy({
    by: [parentField, 'status'],
    where: { [parentField]: { in: padIds(parents) } },
    _count: { _all: true },
    _sum: { durationMs: true },
  })
  return sumGroups(
    groups.map(({ status, _count, _sum, ...group }) => ({
      parent: group[parentField] ?? '',
      status,
      calls: _count._all,
      durationMs: _sum.durationMs ?? 0,
    })),
  )
}

/** Reads the statistics of many turns in one statement. */
const findToolStatsOfTurns = async (prisma: Db, turnIds: readonly string[]): Promise<Map<string, Stats>> =>
  sumGroups(
    await prisma.$statistics(
      groupSchema,
      sql`
      SELECT turn.id AS parent, status, count(*) AS calls, sum(record.duration) AS "durationMs"
      ${fromRecordsOfTurns(toolCallTable, turnIds)} GROUP BY turn.id, status`,
    ),
  )

/** The statistics of tool calls by message, by turn and by session. */
export const toolStatsBy = {
  Message: defineLoader<Stats>(
    (prisma, ids) => findToolStats(prisma, 'messageId', ids),
    () => noCalls,
  ),
  Turn: defineLoader<Stats>(findToolStatsOfTurns, () => noCalls),
  Session: defineLoader<Stats>(
    (prisma, ids) => findToolStats(prisma, 'sessionId', ids),
    () => noCalls,
  ),
}

/** Statistics of the tool calls of one message, turn or session, as a GraphQL type. */
export const ToolStats = builder.objectRef<Stats>('ToolStats').implement({
  description: 'Statistics of the tool calls of one message, turn or session.',
  fields: (t) => ({
    totalCalls: t.expose('totalCalls', { type: 'SafeInt', description: 'Number of calls.' }),
    successCalls: t.expose('successCalls', {
      type: 'SafeInt',
      description: 'Number of calls with the status SUCCESS.',
    }),
    errorCalls: t.expose('errorCalls', {
      type: 'SafeInt',
      description: 'Number of calls with the status ERROR, for any parent, unlike `LlmStats.errorCalls`.',
    }),
    totalDurationMs: t.expose('totalDurationMs', {
      type: 'SafeInt',
      description: 'Total duration of the calls in milliseconds.',
    }),
    averageDurationMs: t.field({
      type: 'SafeInt',
      description: 'Average duration of a call in milliseconds, truncated to an integer. 0 if there are no calls.',
      resolve: ({ totalDurationMs, totalCalls }) => divideWhole(totalDurationMs, totalCalls),
    }),
  }),
})
