import type { Db } from '../../db/client.ts'
import { padIds } from '../../db/padIds.ts'
import { defineLoader } from '../../graphql/loader.ts'

/** Statistics of the LLM calls of one message or session. */
export interface LlmStats {
  readonly totalCalls: number
  readonly successCalls: number
  readonly errorCalls: number
  readonly failedCalls: number
  readonly unsuccessfulCalls: number
  readonly totalInputTokens: number
  readonly totalOutputTokens: number
  readonly totalTokens: number
  readonly totalDurationMs: number
}

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
}

type ParentField = 'messageId' | 'sessionId'

/** Which calls `errorCalls` counts, by kind of parent. The difference is part of the public API. */
const countsAsError: Readonly<Record<ParentField, (status: string) => boolean>> = {
  messageId: (status) => status === 'error',
  sessionId: (status) => status !== 'success',
}

/** Reads the statistics of many parents in one statement; a parent without calls has no entry. */
const findLlmStats = async (
  prisma: Db,
  parentField: ParentField,
  parents: readonly string[],
): Promise<Map<string, LlmStats>> => {
  const groups = await prisma.llmCall.groupBy({
    by: [parentField, 'status'],
    where: { [parentField]: { in: padIds(parents) } },
    _count: { _all: true },
    _sum: { inputTokens: true, outputTokens: true, totalTokens: true, durationMs: true },
  })
  const found = new Map<string, LlmStats>()
  for (const { status, _count, _sum, ...group } of groups) {
    const parent = group[parentField] ?? ''
    const stats = found.get(parent) ?? noCalls
    found.set(parent, {
      totalCalls: stats.totalCalls + _count._all,
      successCalls: stats.successCalls + (status === 'success' ? _count._all : 0),
      errorCalls: stats.errorCalls + (countsAsError[parentField](status) ? _count._all : 0),
      failedCalls: stats.failedCalls + (status === 'error' || status === 'timeout' ? _count._all : 0),
      unsuccessfulCalls: stats.unsuccessfulCalls + (status === 'success' ? 0 : _count._all),
      totalInputTokens: stats.totalInputTokens + (_sum.inputTokens ?? 0),
      totalOutputTokens: stats.totalOutputTokens + (_sum.outputTokens ?? 0),
      totalTokens: stats.totalTokens + (_sum.totalTokens ?? 0),
      totalDurationMs: stats.totalDurationMs + (_sum.durationMs ?? 0),
    })
  }
  return found
}

/** The statistics of LLM calls by message. */
export const llmStatsByMessageId = defineLoader<LlmStats>(
  (prisma, ids) => findLlmStats(prisma, 'messageId', ids),
  () => noCalls,
)

/** The statistics of LLM calls by session. */
export const llmStatsBySessionId = defineLoader<LlmStats>(
  (prisma, ids) => findLlmStats(prisma, 'sessionId', ids),
  () => noCalls,
)
