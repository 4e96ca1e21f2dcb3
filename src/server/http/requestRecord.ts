import { randomUUID } from 'node:crypto'
import { anonymousCaller, type Caller } from '../../shared/caller.ts'
import { Cancellation } from '../../shared/cancellation.ts'
import { currentRootField, type EndedStatement, type RequestScope, type RootField } from '../../shared/requestScope.ts'
import type { OperationStats } from './operationStats.ts'

/** The operation that a request executes. */
export interface OperationInfo {
  /** The operation's name; `anonymous` if it has none. */
  readonly name: string
  readonly type: string
  /** The selected fields, as paths of their names: without aliases and values. */
  readonly fields: () => readonly string[]
}

/** The rows that a statement has returned so far. */
export interface ReadRows {
  readonly rows: number
  readonly bytes: number
  /** The root field that the statement was sent for. */
  readonly field: RootField | undefined
}

/** Maximum number of different statements in the record of a request. */
const maxStatements = 100

/** The state of a request from its arrival until its response is sent or its connection closes. */
export class RequestRecord implements RequestScope {
  readonly id: string = randomUUID()
  /** Monotonic time in milliseconds. */
  readonly started = performance.now()
  readonly signal = new Cancellation()
  caller: Caller = anonymousCaller
  /** The name that the caller's requests are counted under; empty until the caller is known. */
  share = ''
  /** Stops counting the request as load. Called when it has ended, or its response becomes a stream. */
  endLoad: () => void = () => undefined
  operation: OperationInfo | undefined = undefined
  /** The codes of the errors in its response. */
  readonly errorCodes = new Set<string>()
  /** The root fields of its operation that have been resolved, in order. */
  readonly rootFields: RootField[] = []
  /** The statements sent, with the number of times that each was sent. */
  readonly statements = new Map<string, number>()
  /** The completed statements of this application, in order. */
  readonly ended: EndedStatement[] = []
  /** Whether the response is to contain statistics about the statements of the operation. */
  requestsStats = false
  /** Whether all statements of its query are to read one snapshot of the database. */
  requestsSnapshot = false
  /** These statistics, from the start of the operation; undefined if they are not requested. */
  stats: OperationStats | undefined = undefined
  /** Bytes of rows received from the database since they were limited. */
  receivedBytes = 0
  countBytes: RequestScope['countBytes'] = undefined
  /** Advises how to request less than a result that is too large; undefined unless an operation is executed. */
  adviseSmaller: ((data: unknown) => Promise<string>) | undefined = undefined
  /** Whether the response is a stream of events, which may stay open for long. */
  isStream = false
  /** Called when the stream has ended. */
  onStreamEnd: (() => void) | undefined = undefined
  /** What remains to be done at the end; undefined after it. */
  #tasks: (() => void)[] | undefined = []
  #hasLeft = false

  /**
   * Limits the bytes of rows received from now on. Above the limit, the work is aborted with the error, which is made
   * from the statement that exceeded it.
   */
  limitBytes(max: number, makeError: (read: ReadRows) => Error): void {
    this.countBytes = () => {
      const field = currentRootField()
      let [rows, bytes] = [0, 0]
      return (more) => {
        rows += 1
        bytes += more
        this.receivedBytes += more
        if (this.receivedBytes <= max) return undefined
        const error = makeError({ rows, bytes, field })
        this.abort(error)
        return error
      }
    }
  }

  /** Aborts the work. The reason is the error of the response. */
  abort(reason?: unknown): void {
    this.signal.abort(reason)
  }

  /** Runs a task once the response is sent or the connection is closed, or immediately if that has already happened. */
  atEnd(task: () => void): void {
    if (this.#tasks) this.#tasks.push(task)
    else task()
  }

  /** Marks the response as a stream: from now on it does not count as load. */
  beginStream(): void {
    this.isStream = true
    this.endLoad()
  }

  /** Marks the response as sent. Only the first call of this and {@link RequestRecord.leave} runs the tasks. */
  end(): void {
    const due = this.#tasks ?? []
    this.#tasks = undefined
    for (const task of due) task()
  }

  /** Marks the connection as closed before the response was sent, and aborts the work. */
  leave(): void {
    if (!this.#tasks) return
    this.#hasLeft = true
    this.abort()
    this.end()
  }

  /** Whether the connection closed before the response was sent. */
  isDisconnected(): boolean {
    return this.#hasLeft
  }

  onStatement(text: string): void {
    const { statements } = this
    const key = statements.size < maxStatements || statements.has(text) ? text : 'others'
    statements.set(key, (statements.get(key) ?? 0) + 1)
    this.stats?.onStatement(text)
  }

  onStatementEnd(statement: EndedStatement): void {
    if (this.ended.length < maxStatements) this.ended.push(statement)
    this.stats?.onStatementEnd(statement)
  }

  countRows(): (() => void) | undefined {
    return this.stats?.countRows()
  }

  onRootField(field: RootField): void {
    this.rootFields.push(field)
    this.stats?.onRootField(field)
  }
}

const records = new WeakMap<Request, RequestRecord>()

/** Associates a request of the Fetch API with its record. */
export const linkRecord = (request: Request, record: RequestRecord): void => {
  records.set(request, record)
}

/** The record of a request that was passed to GraphQL. */
export const recordOf = (request: Request): RequestRecord => {
  const record = records.get(request)
  if (!record) throw new Error('The request was not received by the handler')
  return record
}

/** The number of statements sent for a request. */
export const countStatements = ({ statements }: RequestRecord): number =>
  [...statements.values()].reduce((sum, count) => sum + count, 0)

/** The text of a statement on one line. */
export const flattenStatement = (text: string): string => text.replaceAll(/\s+/g, ' ').trim()
