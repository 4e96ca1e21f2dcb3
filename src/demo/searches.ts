import type { EmbeddingCall } from '../db/generated/client.ts'
import type { WrittenError } from '../records/errors/table.ts'
import { makeStackTrace } from './failures.ts'
import { estimateTokens } from './models.ts'
import type { KnowledgeBase } from './pipelines.ts'
import { drawChance, drawInt, drawLogNormal, drawUuid, type Random } from './random.ts'
import { type Cause, originOf } from './rows.ts'
import type { Scene } from './scene.ts'

const failureChance = 0.006
const failureMessage = 'Connection to the embedding service refused'

/** The rows of a search in a knowledge base, and when it ended, in milliseconds since 1970. */
interface Search {
  readonly embeddingCalls: EmbeddingCall[]
  readonly errors: WrittenError[]
  readonly endsAt: number
}

/** Simulates a search in a knowledge base for a question, starting at a time (milliseconds since 1970). */
export const makeSearch = (
  random: Random,
  scene: Scene,
  { id, modelName, searchMs }: KnowledgeBase,
  cause: Cause,
  question: string,
  from: number,
): Search => {
  const isFailed = drawChance(random, failureChance)
  const durationMs = Math.round(drawLogNormal(random, searchMs, 0.45))
  const tokens = isFailed ? 0 : estimateTokens(question)
  const endsAt = from + durationMs
  const call: EmbeddingCall = {
    id: drawUuid(random),
    timestamp: new Date(endsAt),
    modelName,
    promptTokens: tokens,
    totalTokens: tokens,
    durationMs,
    inputCount: 1,
    status: isFailed ? 'error' : 'success',
    errorMessage: isFailed ? failureMessage : null,
    knowledgeBaseId: id,
    queryText: question,
    callType: 'retrieve',
    ...originOf(scene),
    ...cause,
  }
  const error: WrittenError = {
    id: drawUuid(random),
    timestamp: new Date(endsAt + 1),
    errorType: 'EmbeddingError',
    errorMessage: failureMessage,
    ...originOf(scene),
    ...cause,
    stackTrace: makeStackTrace(random, 'embedding', 'EmbeddingError', failureMessage),
  }
  return { embeddingCalls: [call], errors: isFailed ? [error] : [], endsAt: endsAt + drawInt(random, 5, 60) }
}

/**
 * Simulates storing a batch of documents in a knowledge base at a time (milliseconds since 1970), outside of any
 * session.
 */
export const makeStoredBatch = (
  random: Random,
  { id, modelName, searchMs }: KnowledgeBase,
  time: number,
): EmbeddingCall => {
  const inputCount = drawInt(random, 4, 64)
  const tokens = inputCount * drawInt(random, 180, 420)
  return {
    id: drawUuid(random),
    timestamp: new Date(time),
    modelName,
    promptTokens: tokens,
    totalTokens: tokens,
    durationMs: Math.round(drawLogNormal(random, searchMs + inputCount * 30, 0.3)),
    inputCount,
    status: 'success',
    errorMessage: null,
    knowledgeBaseId: id,
    queryText: null,
    sessionId: null,
    messageId: null,
    callType: 'embedding',
    botId: null,
    botName: null,
    pipelineId: null,
    pipelineName: null,
    userId: null,
    userName: null,
    platform: null,
  }
}
