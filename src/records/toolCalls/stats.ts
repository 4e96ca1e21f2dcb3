import type { Db } from '../../db/client.ts'
import { padIds } from '../../db/padIds.ts'
import { builder } from '../../graphql/builder.ts'
import { defineLoader } from '../../graphql/loader.ts'
import { divideWhole } from '../../shared/numbers.ts'

/** Statistics of the tool calls of one message or session. */
interface Stats {
  readonly totalCalls: number
  readonly successCalls: number
  readonly errorCalls: number
  readonly totalDurationMs: number
}

const noCalls: Stats = { totalCalls: 0, successCalls: 0, errorCalls: 0, totalDurationMs: 0 }

/** Reads the statistics of many parents in one statement; a parent without calls has no entry. */
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
  const found = new Map<string, Stats>()
  for (const { status, _count, _sum, ...group } of groups) {
    const parent = group[parentField] ?? ''
    const stats = found.get(parent) ?? noCalls
    found.set(parent, {
      totalCalls: stats.totalCalls + _count._all,
      successCalls: stats.successCalls + (status === 'success' ? _count._all : 0),
      errorCalls: stats.errorCalls + (status === 'error' ? _count._all : 0),
      totalDurationMs: stats.totalDurationMs + (_sum.durationMs ?? 0),
    })
  }
  return found
}

/** The statistics of tool calls by message and by session. */
export const toolStatsBy = {
  Message: defineLoader<Stats>(
    (prisma, ids) => findToolStats(prisma, 'messageId', ids),
    () => noCalls,
  ),
  Session: defineLoader<Stats>(
    (prisma, ids) => findToolStats(prisma, 'sessionId', ids),
    () => noCalls,
  ),
}

/** Statistics of the tool calls of one message or session, as a GraphQL type. */
export const ToolStats = builder.objectRef<Stats>('ToolStats').implement({
  description: 'Statistics of the tool calls of one message or session.',
  fields: (t) => ({
    totalCalls: t.expose('totalCalls', { type: 'SafeInt', description: 'Number of calls.' }),
    successCalls: t.expose('successCalls', {
      type: 'SafeInt',
      description: 'Number of calls with the status SUCCESS.',
    }),
    errorCalls: t.expose('errorCalls', { type: 'SafeInt', description: 'Number of calls with the status ERROR.' }),
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
