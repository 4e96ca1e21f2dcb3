import type { EmbeddingCall, ErrorLog, Feedback, LlmCall, Message, ToolCall } from '../db/generated/client.ts'
import type { Scene } from './scene.ts'

/** Rows of the records that belong to sessions. */
export interface Rows {
  readonly messages: Message[]
  readonly llmCalls: LlmCall[]
  readonly embeddingCalls: EmbeddingCall[]
  readonly toolCalls: ToolCall[]
  readonly errors: ErrorLog[]
  readonly feedback: Feedback[]
}

/** Which bot, pipeline and session a row belongs to. */
export const originOf = ({ pipeline, sessionId }: Scene) => ({
  botId: pipeline.bot.id,
  botName: pipeline.bot.name,
  pipelineId: pipeline.id,
  pipelineName: pipeline.name,
  sessionId,
})

/** All rows of several sets, record by record. */
export const joinRows = (sets: readonly Rows[]): Rows => ({
  messages: sets.flatMap(({ messages }) => messages),
  llmCalls: sets.flatMap(({ llmCalls }) => llmCalls),
  embeddingCalls: sets.flatMap(({ embeddingCalls }) => embeddingCalls),
  toolCalls: sets.flatMap(({ toolCalls }) => toolCalls),
  errors: sets.flatMap(({ errors }) => errors),
  feedback: sets.flatMap(({ feedback }) => feedback),
})

/** The rows whose time (milliseconds since 1970) passes a test. */
export const filterRows = (rows: Rows, isWanted: (time: number) => boolean): Rows => {
  const keep = <Row extends { readonly timestamp: Date }>(list: readonly Row[]): Row[] =>
    list.filter(({ timestamp }) => isWanted(timestamp.getTime()))
  return {
    messages: keep(rows.messages),
    llmCalls: keep(rows.llmCalls),
    embeddingCalls: keep(rows.embeddingCalls),
    toolCalls: keep(rows.toolCalls),
    errors: keep(rows.errors),
    feedback: keep(rows.feedback),
  }
}
