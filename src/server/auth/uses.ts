import { LRUCache } from 'lru-cache'
import type { Logger } from 'pino'
import type { Db } from '../../db/client.ts'
import { runOutsideScope } from '../../shared/requestScope.ts'
import { distance, makeInterval } from './interval.ts'
import { noteTokenUse } from './queries.ts'
import type { NoteUse } from './tokens.ts'

/** Milliseconds between two notes of one token's use, and between two attempts where they fail. */
const noteInterval = 60_000
/** Milliseconds between two log lines about notes that failed. */
const logInterval = 3_600_000
/** Tokens whose last note is remembered. */
const maxTokens = 10_000

/**
 * Makes what notes when tokens are used, at most once a minute each. No request waits for it or fails by it: a database
 * that cannot be written to is logged at most once an hour.
 */
export const makeUseNotes = (prisma: Db, logger: Logger): NoteUse => {
  const notedAt = new LRUCache<string, Date>({ max: maxTokens })
  const isLogDue = makeInterval(logInterval)
  return ({ id, lastUsedAt }, now) => {
    const last = notedAt.get(id) ?? lastUsedAt
    if (last && distance(last, now) < noteInterval) return
    notedAt.set(id, now)
    runOutsideScope(() => noteTokenUse(prisma, id, now)).catch((error: unknown) => {
      if (isLogDue(now)) logger.warn({ err: error }, 'could not store the last use of an API token')
    })
  }
}
