import type { PGlite } from '@electric-sql/pglite'
import { queryMessage, syncMessage } from './messages.ts'

/**
 * Messages that a client sends as parts of one statement, up to its `Sync`: Parse, Bind, Describe, Execute, Close and
 * Flush, by the letters that PostgreSQL's protocol gives them.
 * @see https://www.postgresql.org/docs/current/protocol-message-formats.html
 */
const parts = new Set([...'PBDECH'].map((letter) => letter.charCodeAt(0)))

/** Runs a statement of our own on the session of the engine. */
export type RunInSession = (statement: string) => Promise<void>

/** What is done between the statements of clients. */
export interface Between {
  /**
   * Called before each statement. It must not wait for anything but `run`: while a statement is taken from the queue,
   * its client must not be able to disconnect.
   */
  before(run: RunInSession, isInTransaction: boolean): Promise<void>
  /** Changes where the response of a message goes. */
  respond(write: (data: Uint8Array) => void): (data: Uint8Array) => void
  /** Called when a message is run, and when it is done. */
  onBusy(isBusy: boolean): void
}

const nothingBetween: Between = { before: async () => undefined, respond: (write) => write, onBusy: () => undefined }

/**
 * The engine as the socket server sees it: during a statement of several messages it reports an open transaction. The
 * server passes on one message at a time and stays with a client only while a transaction is open; otherwise a message
 * of another client could arrive between the parts of a statement and replace it, and both would wait without end.
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
    // The server rolls back where a client left during a transaction or a statement.
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
