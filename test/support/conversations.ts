import { createRandom, drawChance, drawInt, pick, shuffle } from '../../src/demo/random.ts'
import type { OpenTestDatabase } from './database.ts'
import { make, store } from './factories.ts'
import type { Conversations } from './plainTurns.ts'

const start = Date.parse('2026-06-05T12:00:00Z')

const kinds = {
  messages: 'message',
  llmCalls: 'llmCall',
  embeddingCalls: 'embeddingCall',
  toolCalls: 'toolCall',
  errors: 'errorLog',
  feedback: 'feedback',
} as const

/** Conversations at random, in a database and in memory. */
export interface DrawnConversations {
  /** What is stored. */
  readonly all: Conversations
  /** Stores more messages, at random places of all sessions, and records of messages old and new. */
  add(messages: number): Promise<void>
  /** Deletes messages at random. What refers to them remains. */
  remove(messages: number): Promise<void>
}

/**
 * Draws conversations in which messages are stored out of order and share times, replies come first, sessions are
 * missing and roles are unknown. The ids are in no order, and sort differently by bytes than by letters.
 */
export const drawConversations = (db: OpenTestDatabase, seed: number): DrawnConversations => {
  const random = createRandom(seed)
  const all: Conversations = {
    messages: [],
    llmCalls: [],
    embeddingCalls: [],
    toolCalls: [],
    errors: [],
    feedback: [],
  }
  let drawn = 0
  const drawPlaced = () => {
    drawn += 1
    // About three messages share each time.
    return {
      id: `${pick(random, ['a', 'B', '_', 'é', 'Z'])}${drawn * 7}`,
      timestamp: new Date(start + drawInt(random, 0, 70) * 1234),
    }
  }
  const drawBot = () => {
    const number = drawInt(random, 1, 3)
    return { botId: `bot-${number}`, botName: `Bot ${number}`, pipelineId: `pipeline-${drawInt(random, 1, 2)}` }
  }
  const drawMessage = () => {
    const sessionId = pick(random, ['s1', 's2', 's3', 's4', 's5', 'replies', null])
    return make.message({
      ...drawPlaced(),
      ...drawBot(),
      sessionId,
      role:
        sessionId === 'replies'
          ? 'assistant'
          : pick(random, ['user', 'user', 'assistant', 'assistant', 'assistant', null, 'system']),
      messageContent: `${pick(random, ['Where', 'Here'])} is parcel ${drawInt(random, 1, 30)}%`,
      platform: pick(random, ['person', 'group', null]),
      runnerName: pick(random, ['local-agent', 'dify', null]),
      userId: pick(random, ['alice', 'bob', null]),
    })
  }
  const drawChild = () => {
    const { id = 'missing', sessionId = 's1' } = drawChance(random, 0.9) ? pick(random, all.messages) : {}
    return { ...drawPlaced(), ...drawBot(), sessionId, messageId: drawChance(random, 0.95) ? id : null }
  }
  const drawCall = () => ({
    ...drawChild(),
    status: pick(random, ['success', 'success', 'error', 'timeout', 'pending']),
    durationMs: drawInt(random, 0, 9000),
  })
  const put = async <Kind extends keyof Conversations>(kind: Kind, rows: Conversations[Kind]) => {
    await store(db, kinds[kind], shuffle(random, rows as never[]))
    ;(all[kind] as unknown[]).push(...rows)
  }
  const many = <Row>(count: number, draw: () => Row): Row[] => Array.from({ length: count }, draw)

  return {
    all,
    add: async (count) => {
      await put('messages', many(count, drawMessage))
      await put(
        'llmCalls',
        many(count, () =>
          make.llmCall({
            ...drawCall(),
            modelName: pick(random, ['gpt-4o', 'claude', 'qwen']),
            totalTokens: drawInt(random, 0, 5000),
            cost: pick(random, [null, drawInt(random, 1, 99_999) / 1e6]),
          }),
        ),
      )
      await put(
        'embeddingCalls',
        many(count, () => make.embeddingCall(drawChild())),
      )
      await put(
        'toolCalls',
        many(count, () => make.toolCall(drawCall())),
      )
      await put(
        'errors',
        many(count / 4, () => make.errorLog(drawChild())),
      )
      await put(
        'feedback',
        many(count / 4, () => make.feedback({ ...drawChild(), type: pick(random, [1, 1, 2, 7]) })),
      )
    },
    remove: async (count) => {
      const ids = shuffle(random, all.messages)
        .slice(0, count)
        .map(({ id }) => id)
      await db.prisma.message.deleteMany({ where: { id: { in: ids } } })
      all.messages = all.messages.filter(({ id }) => !ids.includes(id))
    },
  }
}
