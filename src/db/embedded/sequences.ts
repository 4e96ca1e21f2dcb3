import type { PGlite } from '@electric-sql/pglite'
import { queryMessage, syncMessage } from './messages.ts'

/**
 * The messages that a client sends as parts of one statement, up to its `Sync`: Parse, Bind, Describe, Execute, Close
 * and Flush, by their letters in PostgreSQL's protocol.
 * @see https://www.postgresql.org/docs/current/protocol-message-formats.html
 */
const parts = new Set([...'PBDECH'].map((letter) => letter.charCodeAt(0)))

/** Runs a statement of this application in the session of the engine. */
export type RunInSession = (statement: string) => Promise<void>

/** Callbacks between the statements of clients. */
export interface Between {
  /**
   * Called before each statement. It may only wait for `run`: while a statement is taken from the queue, its client
   * must not be able to disconnect.
   */
  before(run: RunInSession, isInTransaction: boolean): Promise<void>
  /** Changes the destination of the response to a message. */
  respond(write: (data: Uint8Array) => void): (data: Uint8Array) => void
  /** Called when a message starts and when it has completed. */
  onBusy(isBusy: boolean): void
}

const nothingBetween: Between = { before: async () => undefined, respond: (write) => write, onBusy: () => undefined }

/**
 * Wraps the engine for the socket server: during a statement of several messages, it reports an open transaction. The
 * server forwards one message at a time and stays with a client only while a transaction is open. Otherwise a message
 * of another client could arrive between the parts of a statement and replace it, and both clients would wait forever.
 */
export const keepStatementsWhole = (engine: PGlite, between: Between = nothingBetween): PGlite => {
  let isInStatement = false
  const run: RunInSession = (statement) =>
    engine.execProtocolRawStream(queryMessage(statement), { onRawData: () => undefined })
  const changed: Partial<PGlite> = {
    isInTransaction: () => isInStatement || engine.isInTransaction(),
    execProtocolRawStream: async (message, options) => {
      const [type = 0] = message
      between.onBusy(true)
      try {
        // A message of type 0 opens a connection.
        if (!isInStatement && type !== 0) await between.before(run, engine.isInTransaction())
        await engine.execProtocolRawStream(message, { ...options, onRawData: between.respond(options.onRawData) })
      } finally {
        isInStatement = parts.has(type)
        between.onBusy(false)
      }
    },
    // The server rolls back if a client disconnected during a transaction or a statement.
    exec: async (statement, options) => {
      if (isInStatement) await engine.execProtocolRawStream(syncMessage, { onRawData: () => undefined })
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
