import { LRUCache } from 'lru-cache'

/** Uses after which a statement is worth preparing. */
const worthwhileUses = 3
/** Statements that are watched at most. */
const maxWatched = 500
/** Statements that one process prepares at most: each connection keeps them, on both sides, until it ends. */
const maxPrepared = 200

/**
 * Names the statements that come again and again, so that the server reads and analyses each once for a connection. It
 * still plans them with their values (`plan_cache_mode`, which each connection sets): a plan for any value would not
 * know how few rows a page has, or how rare what a filter asks for is.
 */
export const makeStatementNames = (): ((text: string) => string | undefined) => {
  const watched = new LRUCache<string, { uses: number; name?: string }>({ max: maxWatched })
  let prepared = 0
  return (text) => {
    const statement = watched.get(text) ?? { uses: 0 }
    watched.set(text, statement)
    statement.uses += 1
    if (statement.name === undefined && statement.uses > worthwhileUses && prepared < maxPrepared) {
      prepared += 1
      statement.name = `botlens_${prepared}`
    }
    return statement.name
  }
}
