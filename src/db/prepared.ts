import { LRUCache } from 'lru-cache'

/** Uses after which a statement is worth preparing. */
const worthwhileUses = 3
/** Statements that are watched at most. */
const maxWatched = 500
/** Statements that one process prepares at most: each connection keeps them, on both sides, until it ends. */
const maxPrepared = 200

/** Gives a statement the name under which it is prepared; undefined where it is not worth preparing. */
export type NameStatement = (text: string) => string | undefined

/**
 * Names the statements that come again and again, so that the server reads and analyses each once for a connection. It
 * still plans them with their values (`plan_cache_mode`, which each connection sets): a plan for any value would not
 * know how few rows a page has, or how rare what a filter asks for is.
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
    // Connections keep what they prepared: a name is given once, and is not forgotten with the statements seen since.
    uses.delete(text)
    const name = `botlens_${names.size + 1}`
    names.set(text, name)
    return name
  }
}
