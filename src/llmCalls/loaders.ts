import { defineLoader } from '../graphql/loader.ts'
import { defineRecordById } from '../graphql/recordById.ts'
import { findLlmStats, type LlmStats } from './queries.ts'
import { llmCallTable } from './table.ts'

/** LLM calls by their id, with the given fields; null where there is none. */
export const llmCallById = defineRecordById(llmCallTable)

const noCalls = (): LlmStats => ({
  totalCalls: 0,
  successCalls: 0,
  errorCalls: 0,
  failedCalls: 0,
  unsuccessfulCalls: 0,
  totalInputTokens: 0,
  totalOutputTokens: 0,
  totalTokens: 0,
  totalDurationMs: 0,
})

/** The LLM calls' figures by message. */
export const llmStatsByMessageId = defineLoader<LlmStats>((db, ids) => findLlmStats(db, 'messageId', ids), noCalls)

/** The LLM calls' figures by session. */
export const llmStatsBySessionId = defineLoader<LlmStats>((db, ids) => findLlmStats(db, 'sessionId', ids), noCalls)
