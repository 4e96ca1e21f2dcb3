import type { OpenTestDatabase } from './database.ts'
import { store } from './factories.ts'

/** The time of requests about the stored errors. */
export const now = new Date('2026-06-10T12:00:00.000Z')

/**
 * Stores errors of three kinds: four timeouts, the first of which is old, two missing keys, and one without a message.
 */
export const storeErrorKinds = async (db: OpenTestDatabase): Promise<void> => {
  const timeouts = ['2026-05-01T08:00', '2026-06-09T21:30', '2026-06-09T22:10', '2026-06-10T11:00']
  await store(db, 'errorLog', [
    ...timeouts.map((time, index) => ({
      id: `timeout-${index}`,
      timestamp: new Date(`${time}:00.000Z`),
      errorType: 'TimeoutError',
      errorMessage: `Request req_${index}a to https://example.com/${index} timed out after ${index}.5 s`,
      sessionId: index === 3 ? null : `session-${index % 2}`,
      userId: ['old', 'alice', 'alice', null][index] ?? null,
    })),
    ...['one', 'two'].map((text, index) => ({
      id: `key-${index}`,
      timestamp: new Date(`2026-06-10T0${index}:00:00.000Z`),
      errorType: 'KeyError',
      errorMessage: `No such key: '${text}'`,
      botId: `bot-${index + 1}`,
      sessionId: `session-${index}`,
      userId: ['alice', 'bob'][index] ?? null,
    })),
    {
      id: 'empty',
      timestamp: new Date('2026-06-09T21:00:00.000Z'),
      errorType: 'EmptyError',
      errorMessage: '',
      sessionId: 'session-9',
      userId: 'carol',
    },
  ])
}
