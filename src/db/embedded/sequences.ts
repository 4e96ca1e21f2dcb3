import type { PGlite } from '@electric-sql/pglite'

/**
 * Messages that a client sends as parts of one statement, up to its `Sync`: Parse, Bind, Describe, Execute, Close and
 * Flush, by the letters that PostgreSQL's protocol gives them.
 * @see https://www.postgresql.org/docs/current/protocol-message-formats.html
 */
const parts = new Set([...'PBDECH'].map((letter) => letter.charCodeAt(0)))

/**
 * The engine as the socket server is to see it: in the midst of a statement it counts as in a transaction. The server
 * passes on one message at a time and keeps to a client only while a transaction is open; without this a message of
 * another client could come between the parts of a statement, take its place, and leave both waiting for good.
 */
export const keepStatementsWhole = (engine: PGlite): PGlite => {
  let isInStatement = false
  const changed: Partial<PGlite> = {
    isInTransaction: () => isInStatement || engine.isInTransaction(),
    execProtocolRawStream: async (message, options) => {
      const [type = 0] = message
      try {
        await engine.execProtocolRawStream(message, options)
      } finally {
        isInStatement = parts.has(type)
      }
    },
    // The server rolls back where a client left in the midst of something.
    exec: (statement, options) => {
      isInStatement = false
      return engine.exec(statement, options)
    },
  }
  return new Proxy(engine, {
    get: (target, name) => {
      if (name in changed) return changed[name as keyof PGlite]
      const value: unknown = Reflect.get(target, name, target)
      return typeof value === 'function' ? value.bind(target) : value
    },
  })
}
