import type { Db } from '../../db/client.ts'
import type { Message } from '../../db/generated/client.ts'
import { padIds } from '../../db/padIds.ts'
import { defineLoader } from '../../graphql/loader.ts'
import { defineRecordById } from '../../graphql/recordById.ts'

/** Loads messages by id, with the given fields. The value is null if no message has the id. */
export const messageById = defineRecordById<Message>('Message')

/**
 * Statistics of the messages of a session: counts by status, and the times of the first and last message, null if there
 * are none.
 */
export interface MessageStats {
  readonly total: number
  readonly success: number
  readonly error: number
  readonly pending: number
  readonly first: Date | null
  readonly last: Date | null
}

const noMessages: MessageStats = { total: 0, success: 0, error: 0, pending: 0, first: null, last: null }

const earlier = (a: Date | null, b: Date | null): Date | null => (a && b ? (a < b ? a : b) : (a ?? b))
const later = (a: Date | null, b: Date | null): Date | null => (a && b ? (a > b ? a : b) : (a ?? b))

/** Reads the statistics of many sessions in one statement; a session without messages has no entry. */
const findMessageStats = async (prisma: Db, sessionIds: readonly string[]): Promise<Map<string, MessageStats>> => {
  const groups = await prisma.message.groupBy({
    by: ['sessionId', 'status'],
    where: { sessionId: { in: padIds(sessionIds) } },
    _count: { _all: true },
    _min: { timestamp: true },
    _max: { timestamp: true },
  })
  const found = new Map<string, MessageStats>()
  for (const { sessionId, status, _count, _min, _max } of groups) {
    const stats = found.get(sessionId ?? '') ?? noMessages
    const count = (of: string) => (status === of ? _count._all : 0)
    found.set(sessionId ?? '', {
      total: stats.total + _count._all,
      success: stats.success + count('success'),
      error: stats.error + count('error'),
      pending: stats.pending + count('pending'),
      first: earlier(stats.first, _min.timestamp),
      last: later(stats.last, _max.timestamp),
    })
  }
  return found
}

/** The statistics of messages by session. */
export const messageStatsBySessionId = defineLoader<MessageStats>(findMessageStats, () => noMessages)
