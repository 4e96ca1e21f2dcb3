import { LRUCache } from 'lru-cache'
import type { Logger } from 'pino'
import type { Db } from '../../db/client.ts'
import { hour, minute } from '../../shared/duration.ts'
import { runOutsideScope } from '../../shared/requestScope.ts'
import { distance, makeInterval } from './interval.ts'
import { noteTokenUses } from './queries.ts'
import type { NoteUses, UsedToken } from './tokens.ts'

/** Milliseconds between two updates of a token's last use, including failed attempts. */
const noteInterval = minute
/** Milliseconds between two log lines about failed updates. */
const logInterval = hour
/** Maximum number of tokens whose last update is remembered. */
const maxTokens = 10_000

/**
 * Creates a function that stores when tokens are used, at most once a minute per token, those of one call by one
 * statement. Requests neither wait for it nor fail because of it. Failed updates are logged at most once an hour.
 */
export const makeUseNotes = (prisma: Db, logger: Logger): NoteUses => {
  const notedAt = new LRUCache<string, Date>({ max: maxTokens })
  const isLogDue = makeInterval(logInterval)
  const isNoteDue = ({ id, lastUsedAt }: UsedToken, now: Date): boolean => {
    const last = notedAt.get(id) ?? lastUsedAt
    return !last || distance(last, now) >= noteInterval
  }
  return (tokens, now) => {
    const ids = tokens.filter((token) => isNoteDue(token, now)).map(({ id }) => id)
    if (ids.length === 0) return
    for (const id of ids) notedAt.set(id, now)
    runOutsideScope(() => noteTokenUses(prisma, ids, now)).catch((error: unknown) => {
      if (isLogDue(now)) logger.warn({ err: error }, 'could not store the last use of an API token')
    })
  }
}
