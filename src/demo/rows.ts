import type { EmbeddingCall, Feedback, LlmCall, Message, ToolCall } from '../db/generated/client.ts'
import type { WrittenError } from '../records/errors/table.ts'
import type { Person } from './people.ts'
import type { Scene } from './scene.ts'

/** Rows of the records that belong to sessions. */
export interface Rows {
  readonly messages: Message[]
  readonly llmCalls: LlmCall[]
  readonly embeddingCalls: EmbeddingCall[]
  readonly toolCalls: ToolCall[]
  readonly errors: WrittenError[]
  readonly feedback: Feedback[]
}

/** The bot, pipeline and session of a row. */
export const originOf = ({ pipeline, sessionId }: Scene) => ({
  botId: pipeline.bot.id,
  botName: pipeline.bot.name,
  pipelineId: pipeline.id,
  pipelineName: pipeline.name,
  sessionId,
})

/** The user and the kind of chat of a row. */
export const senderOf = ({ platform }: Scene, { id: userId, name: userName }: Person) => ({
  userId,
  userName,
  platform,
})

/** The question that a call or error belongs to, and its sender. */
export interface Cause extends ReturnType<typeof senderOf> {
  readonly messageId: string
}

/** No rows of any record. */
export const noRows: Rows = { messages: [], llmCalls: [], embeddingCalls: [], toolCalls: [], errors: [], feedback: [] }

/** Rows of any record. */
type AnyRow = Rows[keyof Rows][number]

/** Creates the rows of each record. */
const mapRecords = (make: (record: keyof Rows) => readonly AnyRow[]): Rows =>
  // Each record has its own row type, which TypeScript cannot express here.
  Object.fromEntries(Object.keys(noRows).map((record) => [record, make(record as keyof Rows)])) as unknown as Rows

/** All rows of several sets, record by record. */
export const joinRows = (sets: readonly Rows[]): Rows =>
  mapRecords((record) => sets.flatMap((rows): readonly AnyRow[] => rows[record]))

/** The rows whose time (milliseconds since 1970) satisfies a condition. */
export const filterRows = (rows: Rows, isWanted: (time: number) => boolean): Rows =>
  mapRecords((record) => (rows[record] as readonly AnyRow[]).filter(({ timestamp }) => isWanted(timestamp.getTime())))
