import { setImmediate } from 'node:timers/promises'
import type { PGlite } from '@electric-sql/pglite'
import { queryMessage, syncMessage } from './messages.ts'

/**
 * The messages that a client sends as parts of one statement, up to its `Sync`: Parse, Bind, Describe, Execute, Close
 * and Flush, by their letters in PostgreSQL's protocol.
 * @see https://www.postgresql.org/docs/current/protocol-message-formats.html
 */
const parts = new Set([...'PBDECH'].map((letter) => letter.charCodeAt(0)))
/** The first byte of the message that opens a connection. */
const startup = 0

/** Runs a statement of this application in the session of the engine. */
export type RunInSession = (statement: string) => Promise<void>

/** Callbacks between the statements of clients. */
export interface Between {
  /** Called before each statement. */
  before(run: RunInSession, isInTransaction: boolean): Promise<void>
  /** Changes the destination of the response to a message. */
  respond(write: (data: Uint8Array) => void): (data: Uint8Array) => void
  /** Called when a message starts and when it has completed. */
  onBusy(isBusy: boolean): void
}

/** The part of the engine that executes statements. */
export type Engine = Pick<PGlite, 'runExclusive' | 'execProtocolRawStream' | 'isInTransaction'>

/** A message of a client that waits for the engine. */
interface Waiting {
  readonly client: number
  readonly message: Uint8Array
  readonly write: (data: Uint8Array) => void
  readonly resolve: (bytes: number) => void
  readonly reject: (error: unknown) => void
}

const nothingBetween: Between = { before: async () => undefined, respond: (write) => write, onBusy: () => undefined }

/**
 * The messages of all clients, in the order in which they arrived. The engine has one session: while the statement or
 * the transaction of a client is open, only messages of this client are executed. The messages of a client that has
 * disconnected are dropped, and what it left open is rolled back.
 */
export class StatementQueue {
  readonly #engine: Engine
  readonly #hasLeft: (client: number) => boolean
  readonly #between: Between
  #waiting: Waiting[] = []
  #isProcessing = false
  /** The client whose statement or transaction is open. */
  #owner: number | undefined
  #isInStatement = false

  /** @param hasLeft whether a client has disconnected. */
  constructor(engine: Engine, hasLeft: (client: number) => boolean, between: Between = nothingBetween) {
    this.#engine = engine
    this.#hasLeft = hasLeft
    this.#between = between
  }

  /** Executes a message of a client. Resolves to the number of bytes of the response. */
  enqueue(client: number, message: Uint8Array, write: (data: Uint8Array) => void): Promise<number> {
    return new Promise((resolve, reject) => {
      this.#waiting.push({ client, message, write, resolve, reject })
      void this.#process()
    })
  }

  /** Drops the messages of a client. */
  clearQueueForHandler(client: number): void {
    const dropped = this.#waiting.filter((waiting) => waiting.client === client)
    this.#waiting = this.#waiting.filter((waiting) => waiting.client !== client)
    for (const { reject } of dropped) reject(new Error('The client disconnected'))
  }

  /** Rolls back what a client that has disconnected left open. */
  async clearTransactionIfNeeded(client: number): Promise<void> {
    if (this.#owner !== client) return
    await this.#engine.runExclusive(async () => {
      if (this.#isInStatement) await this.#send(syncMessage)
      if (this.#engine.isInTransaction()) await this.#send(queryMessage('ROLLBACK'))
    })
    this.#isInStatement = false
    this.#owner = undefined
    await this.#process()
  }

  async #process(): Promise<void> {
    if (this.#isProcessing) return
    this.#isProcessing = true
    try {
      for (;;) {
        // Whoever disconnected during the last statement is known only after the event loop has read from the sockets.
        if (this.#owner === undefined) await setImmediate()
        const next = this.#take()
        if (!next) return
        await this.#execute(next).then(next.resolve, next.reject)
      }
    } finally {
      this.#isProcessing = false
    }
  }

  #take(): Waiting | undefined {
    const index = this.#waiting.findIndex(
      ({ client }) => (this.#owner === undefined || this.#owner === client) && !this.#hasLeft(client),
    )
    return index < 0 ? undefined : this.#waiting.splice(index, 1)[0]
  }

  async #execute({ client, message, write }: Waiting): Promise<number> {
    const [type = startup] = message
    let bytes = 0
    const count = (data: Uint8Array) => {
      bytes += data.length
      write(data)
    }
    this.#between.onBusy(true)
    try {
      await this.#engine.runExclusive(async () => {
        if (!this.#isInStatement && type !== startup)
          await this.#between.before((statement) => this.#send(queryMessage(statement)), this.#engine.isInTransaction())
        await this.#send(message, this.#between.respond(count))
      })
    } finally {
      this.#isInStatement = parts.has(type)
      this.#owner = this.#isInStatement || this.#engine.isInTransaction() ? client : undefined
      this.#between.onBusy(false)
    }
    return bytes
  }

  #send(message: Uint8Array, onRawData: (data: Uint8Array) => void = () => undefined): Promise<void> {
    return this.#engine.execProtocolRawStream(message, { onRawData })
  }
}
