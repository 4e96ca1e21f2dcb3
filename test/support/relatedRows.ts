import { drawInt, pick, type Random } from '../../src/demo/random.ts'
import type { OpenTestDatabase } from './database.ts'
import { make, store } from './factories.ts'
import { type Conversations, computeTurns } from './plainTurns.ts'

/** A stored row of any record. */
export type AnyRow = Readonly<Record<string, unknown>> & { readonly id: string }

/** Rows of all records and turns, by the name of their list. */
export type AllRows = Readonly<Record<string, readonly AnyRow[]>>

/** The factories of the records by the names of their lists. Messages and sessions come first. */
const kinds = {
  sessions: 'session',
  messages: 'message',
  llmCalls: 'llmCall',
  embeddingCalls: 'embeddingCall',
  toolCalls: 'toolCall',
  errors: 'errorLog',
  feedback: 'feedback',
} as const

const counts = { sessions: 12, messages: 60, llmCalls: 70, embeddingCalls: 30, toolCalls: 30, errors: 20, feedback: 20 }

/** Parents without a record: some rows refer to them. */
const missing = 4

const drawParent = (random: Random, list: 'sessions' | 'messages'): string | null =>
  pick(random, [null, ...Array(9).fill(`${list}-${drawInt(random, 0, counts[list] - 1 + missing)}`)])

const drawRow = (random: Random, list: keyof typeof kinds, index: number): AnyRow => {
  const time = new Date(Date.UTC(2026, 5, drawInt(random, 1, 4), index % 24))
  const own = {
    id: `${list}-${index}`,
    timestamp: time,
    startTime: time,
    lastActivity: time,
    botId: pick(random, ['bot-1', 'bot-2']),
    status: pick(random, ['success', 'error', 'strange']),
    platform: pick(random, [null, 'person', 'group']),
    userId: pick(random, [null, 'user-1', 'user-2']),
    role: pick(random, [null, 'user', 'assistant']),
    cost: pick(random, [null, 0.5, 1.5]),
    totalTokens: drawInt(random, 0, 20),
    isActive: pick(random, [true, false]),
    errorType: pick(random, ['TimeoutError', 'ValueError']),
    type: pick(random, [1, 2, 7]),
    sessionId: drawParent(random, 'sessions'),
    messageId: drawParent(random, 'messages'),
  }
  const row: AnyRow = make[kinds[list]]({ id: own.id } as never)
  return { ...row, ...Object.fromEntries(Object.entries(own).filter(([field]) => field in row)), id: own.id }
}

/** Stores rows that refer to each other, to nothing and to missing rows, and returns them with their turns. */
export const storeRelatedRows = async (db: OpenTestDatabase, random: Random): Promise<AllRows> => {
  const all: Record<string, readonly AnyRow[]> = {}
  for (const list of Object.keys(kinds) as (keyof typeof kinds)[]) {
    const rows = Array.from({ length: counts[list] }, (_, index) => drawRow(random, list, index))
    await store(db, kinds[list], rows as never)
    all[list] = rows
  }
  // Turns have the values of their first messages.
  const turns = computeTurns(all as unknown as Conversations)
  const rows = turns.map(({ first, messages }) => ({ ...first, messageIds: messages.map(({ id }) => id) }))
  return { ...all, turns: rows as unknown as readonly AnyRow[] }
}
