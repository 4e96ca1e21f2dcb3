import type { OpenTestDatabase } from './database.ts'
import { store } from './factories.ts'

/**
 * Stores 120 messages, one second apart, in 12 sessions, and as many records of each other kind, two of which belong to
 * each of the last 60 messages.
 */
export const storeTalks = async (db: OpenTestDatabase): Promise<void> => {
  const indexes = Array.from({ length: 120 }, (_, index) => index)
  const timestamp = (index: number) => new Date(Date.UTC(2026, 5, 5) + index * 1000)
  const child = (index: number) => ({
    timestamp: timestamp(index),
    messageId: `message-${60 + (index % 60)}`,
    sessionId: `session-${index % 12}`,
  })
  await store(
    db,
    'message',
    indexes.map((index) => ({
      id: `message-${index}`,
      timestamp: timestamp(index),
      sessionId: `session-${index % 12}`,
    })),
  )
  await store(
    db,
    'session',
    indexes.slice(0, 12).map((index) => ({ id: `session-${index}` })),
  )
  for (const kind of ['llmCall', 'embeddingCall', 'errorLog', 'feedback'] as const)
    await store(
      db,
      kind,
      indexes.map((index) => ({ id: `${kind}-${index}`, ...child(index) })),
    )
}
