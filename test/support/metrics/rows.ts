import type { EmbeddingCall, Feedback, LlmCall, Message, Session, ToolCall } from '../../../src/db/generated/client.ts'
import { drawChance, drawInt, pick, type Random } from '../../../src/demo/random.ts'
import { hour, minute } from '../../../src/shared/duration.ts'
import type { OpenTestDatabase } from '../database.ts'
import { make, store } from '../factories.ts'
import { computeTurns } from '../plainTurns.ts'
import { makeTurnRow, type TurnRow } from './turnRows.ts'

/** The rows of all records. */
export interface MetricsRows {
  readonly message: readonly Message[]
  readonly session: readonly Session[]
  readonly llmCall: readonly LlmCall[]
  readonly embeddingCall: readonly EmbeddingCall[]
  readonly toolCall: readonly ToolCall[]
  readonly errorLog: readonly ReturnType<typeof make.errorLog>[]
  readonly feedback: readonly (Feedback & { readonly modelName: string | null; readonly reasons: readonly string[] })[]
  /** The turns of the messages, which are not stored. */
  readonly turn: readonly TurnRow[]
}

/** Three weeks around the change of the clocks in Europe, and days around the change back. */
const changeForward = { start: Date.parse('2026-03-18T00:00:00Z'), hours: 21 * 24 }
const changeBack = { start: Date.parse('2026-10-23T00:00:00Z'), hours: 4 * 24 }

/** The time of the operations: shortly after most rows. */
export const metricsNow = new Date('2026-04-08T10:37:12.345Z')

const drawTime = (random: Random): Date => {
  const { start, hours } = drawChance(random, 0.15) ? changeBack : changeForward
  const whole = start + drawInt(random, 0, hours) * hour
  return new Date(whole + pick(random, [0, 0, -1, 1, 30 * minute, drawInt(random, 0, hour - 1)]))
}

const drawOrigin = (random: Random) => {
  const bot = pick(random, ['bot-1', 'bot-1', 'bot-2', 'Bot-3', 'bot-ä'])
  const pipeline = pick(random, ['pipeline-1', 'pipeline-2'])
  return {
    botId: bot,
    botName: pick(random, [`${bot} old`, `${bot} new`, bot, '']),
    pipelineId: pipeline,
    pipelineName: `${pipeline} name`,
  }
}

/** Ids that records other than messages and sessions may lack. */
const drawRefs = (random: Random) => ({
  ...drawOrigin(random),
  ...pick(random, [{}, {}, {}, { botId: null, botName: null }, { botName: null }, { pipelineId: null }]),
  sessionId: pick(random, [null, ...Array.from({ length: 12 }, (_, index) => `session-${index}`)]),
  messageId: pick(random, [null, 'missing', ...Array.from({ length: 60 }, (_, index) => `message-${index}`)]),
})

const drawSender = (random: Random) => ({
  platform: pick(random, [null, 'person', 'group']),
  userId: pick(random, [null, ...Array.from({ length: 9 }, (_, index) => `user-${index}`)]),
})

/** What calls and errors refer to. */
const drawChild = (random: Random) => ({ ...drawRefs(random), ...drawSender(random), userName: drawUserName(random) })

const drawUserName = (random: Random): string | null => pick(random, [null, 'Alice', 'Bob', 'Zoë'])

const drawCall = (random: Random) => ({
  durationMs: pick(random, [0, 1000, drawInt(random, 0, 5000), drawInt(random, 0, 60_000)]),
  status: pick(random, ['success', 'success', 'success', 'error', 'pending', 'timeout', 'odd', 'SUCCESS']),
})

const drawTokens = (random: Random) => {
  const [inputTokens, outputTokens] = drawChance(random, 0.2)
    ? [0, 0]
    : [drawInt(random, 1, 900), drawInt(random, 0, 90)]
  return { inputTokens, outputTokens, totalTokens: inputTokens + outputTokens }
}

/** Draws rows of all records. */
export const drawMetricsRows = (random: Random, count: number): MetricsRows => {
  const many = <Row>(kind: string, draw: (id: string) => Row): Row[] =>
    Array.from({ length: count }, (_, index) => draw(`${kind}-${index}`))
  const drawn = {
    message: many('message', (id) =>
      make.message({
        id,
        timestamp: drawTime(random),
        ...drawOrigin(random),
        ...drawSender(random),
        userName: drawUserName(random),
        sessionId: drawRefs(random).sessionId,
        status: pick(random, ['success', 'success', 'error', 'pending', 'odd']),
        level: pick(random, ['info', 'info', 'debug', 'warning', 'error', 'fatal']),
        role: pick(random, [null, 'user', 'assistant', 'system']),
        runnerName: pick(random, [null, 'local-agent', 'dify']),
      }),
    ),
    session: many('session', (id) => {
      const startTime = drawTime(random)
      return make.session({
        id,
        ...drawOrigin(random),
        ...drawSender(random),
        userName: drawUserName(random),
        startTime,
        lastActivity: new Date(startTime.getTime() + pick(random, [0, drawInt(random, 0, 10 * hour)])),
        messageCount: drawInt(random, 1, 30),
        isActive: drawChance(random, 0.3),
      })
    }),
    llmCall: many('llm', (id) =>
      make.llmCall({
        id,
        timestamp: drawTime(random),
        ...drawChild(random),
        ...drawCall(random),
        ...drawTokens(random),
        modelName: pick(random, ['gpt-4o', 'gpt-4o', 'claude', 'Qwen']),
        cost: pick(random, [null, drawInt(random, 0, 99_999) / 1e7]),
      }),
    ),
    embeddingCall: many('embedding', (id) => {
      const { inputTokens: promptTokens, totalTokens } = drawTokens(random)
      return make.embeddingCall({
        id,
        timestamp: drawTime(random),
        ...drawChild(random),
        ...drawCall(random),
        promptTokens,
        totalTokens,
        inputCount: drawInt(random, 1, 20),
        modelName: pick(random, ['bge-m3', 'ada']),
        knowledgeBaseId: pick(random, [null, 'kb-1', 'kb-2']),
        callType: pick(random, [null, 'embedding', 'retrieve', 'odd']),
      })
    }),
    toolCall: many('tool', (id) =>
      make.toolCall({
        id,
        timestamp: drawTime(random),
        ...drawChild(random),
        ...drawCall(random),
        toolName: pick(random, ['web_search', 'calculator', 'weather']),
        toolSource: pick(random, ['native', 'plugin', 'mcp', 'skill', 'odd']),
      }),
    ),
    errorLog: many('error', (id) =>
      make.errorLog({
        id,
        timestamp: drawTime(random),
        ...drawChild(random),
        errorType: pick(random, ['TimeoutError', 'ValueError', 'KeyError']),
      }),
    ),
    feedback: many('feedback', (id) =>
      make.feedback({
        id,
        timestamp: drawTime(random),
        ...drawRefs(random),
        ...drawSender(random),
        type: pick(random, [1, 1, 2, 7]),
        inaccurateReasons: pick(random, Object.keys(storedReasons)) || null,
      }),
    ),
  }
  const turns = computeTurns({
    messages: drawn.message,
    llmCalls: drawn.llmCall,
    embeddingCalls: drawn.embeddingCall,
    toolCalls: drawn.toolCall,
    errors: drawn.errorLog,
    feedback: drawn.feedback,
  })
  const modelOf = new Map(
    turns.flatMap(({ messages, modelName }) => messages.map(({ id }) => [id, modelName] as const)),
  )
  return {
    ...drawn,
    feedback: drawn.feedback.map((row) => ({
      ...row,
      modelName: modelOf.get(row.messageId ?? '') ?? null,
      reasons: storedReasons[row.inaccurateReasons ?? ''] ?? [],
    })),
    turn: turns.map(makeTurnRow),
  }
}

/** The reasons of feedback by the text that is stored. */
const storedReasons: Readonly<Record<string, readonly string[]>> = {
  '': [],
  '[]': [],
  '["wrong"]': ['wrong'],
  '["old","wrong","old"]': ['old', 'wrong'],
  '[ "off topic", "a\\"b\\u4e2d\\ud83d\\ude00" ]': ['off topic', 'a"b中😀'],
  'not JSON': ['not JSON'],
  '["open': ['["open'],
}

/** Stores the rows of all records. */
export const storeMetricsRows = async (db: OpenTestDatabase, rows: MetricsRows): Promise<void> => {
  const { turn: _, ...stored } = rows
  for (const kind of Object.keys(stored) as (keyof typeof stored)[]) await store(db, kind, stored[kind] as never)
}
