import { LRUCache } from 'lru-cache'

/** Number of uses after which a statement is prepared. */
const worthwhileUses = 3
/** Maximum number of statements whose uses are counted. */
const maxWatched = 500
/**
 * Maximum number of statements that one process prepares. Each connection keeps them, on both sides, until it is
 * closed.
 */
const maxPrepared = 200

/** Returns the name under which a statement is prepared; undefined if it is not prepared. */
export type NameStatement = (text: string) => string | undefined

/**
 * Creates names for frequent statements, so that the server parses and analyzes each of them once per connection. It
 * still plans them with their values (`plan_cache_mode`, set on each connection): a generic plan does not take into
 * account how few rows a page has, or how selective a filter is.
 */
export const makeStatementNames = (): NameStatement => {
  const names = new Map<string, string>()
  const uses = new LRUCache<string, number>({ max: maxWatched })
  return (text) => {
    const given = names.get(text)
    if (given !== undefined || names.size >= maxPrepared) return given
    const count = (uses.get(text) ?? 0) + 1
    if (count <= worthwhileUses) {
      uses.set(text, count)
      return undefined
    }
    // Connections keep prepared statements, so a name is assigned once and is never forgotten.
    uses.delete(text)
    const name = `botlens_${names.size + 1}`
    names.set(text, name)
    return name
  }
}
