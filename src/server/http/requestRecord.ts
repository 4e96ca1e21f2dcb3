import { randomUUID } from 'node:crypto'
import { setMaxListeners } from 'node:events'
import { anonymousCaller, type Caller } from '../../shared/caller.ts'
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

/** The state of a request from its arrival until its response is sent or its connection closes. */
export interface RequestRecord extends RequestScope {
  readonly id: string
  /** Monotonic time in milliseconds. */
  readonly started: number
  caller: Caller
  /** The name that the caller's requests are counted under; empty until the caller is known. */
  share: string
  /** Stops counting the request as load. Called when it has ended, or its response becomes a stream. */
  endLoad: () => void
  operation: OperationInfo | undefined
  /** The codes of the errors in its response. */
  readonly errorCodes: Set<string>
  /** The root fields of its operation that have been resolved, in order. */
  readonly rootFields: RootField[]
  /** The statements sent, with the number of times that each was sent. */
  readonly statements: Map<string, number>
  /** The completed statements of this application, in order. */
  readonly ended: EndedStatement[]
  /** Whether the response is to contain statistics about the statements of the operation. */
  requestsStats: boolean
  /** Whether all statements of its query are to read one snapshot of the database. */
  requestsSnapshot: boolean
  /** These statistics, from the start of the operation; undefined if they are not requested. */
  stats: OperationStats | undefined
  /** Bytes of rows received from the database since they were limited. */
  receivedBytes: number
  /**
   * Limits the bytes of rows received from now on. Above the limit, the work is aborted with the error, which is made
   * from the statement that exceeded it.
   */
  limitBytes(max: number, makeError: (read: ReadRows) => Error): void
  /** Advises how to request less than a result that is too large; undefined unless an operation is executed. */
  adviseSmaller: ((data: unknown) => Promise<string>) | undefined
  /** Aborts the work. The reason is the error of the response. */
  abort(reason?: unknown): void
  /** Runs a task once the response is sent or the connection is closed, or immediately if that has already happened. */
  atEnd(task: () => void): void
  /** Whether the response is a stream of events, which may stay open for long. */
  isStream: boolean
  /** Called when the stream has ended. */
  onStreamEnd?: () => void
  /** Marks the response as a stream: from now on it does not count as load. */
  beginStream(): void
  /** Marks the response as sent. Only the first call of this and {@link RequestRecord.leave} runs the tasks. */
  end(): void
  /** Marks the connection as closed before the response was sent, and aborts the work. */
  leave(): void
  /** Whether the connection closed before the response was sent. */
  isDisconnected(): boolean
}

/** Maximum number of different statements in the record of a request. */
const maxStatements = 100

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

/** Opens the record of a request that has just arrived. */
export const openRecord = (): RequestRecord => {
  const controller = new AbortController()
  // Each statement of the request that runs or waits for a connection adds a listener.
  setMaxListeners(0, controller.signal)
  const statements = new Map<string, number>()
  const ended: EndedStatement[] = []
  let tasks: (() => void)[] | undefined = []
  let left = false
  const end = () => {
    const due = tasks ?? []
    tasks = undefined
    for (const task of due) task()
  }
  const record: RequestRecord = {
    id: randomUUID(),
    started: performance.now(),
    signal: controller.signal,
    caller: anonymousCaller,
    share: '',
    endLoad: () => undefined,
    isStream: false,
    beginStream: () => {
      record.isStream = true
      record.endLoad()
    },
    operation: undefined,
    errorCodes: new Set(),
    rootFields: [],
    statements,
    ended,
    requestsStats: false,
    requestsSnapshot: false,
    stats: undefined,
    abort: (reason) => controller.abort(reason),
    atEnd: (task) => {
      if (tasks) tasks.push(task)
      else task()
    },
    end,
    leave: () => {
      if (!tasks) return
      left = true
      controller.abort()
      end()
    },
    isDisconnected: () => left,
    onStatement: (text) => {
      const key = statements.size < maxStatements || statements.has(text) ? text : 'others'
      statements.set(key, (statements.get(key) ?? 0) + 1)
      record.stats?.onStatement(text)
    },
    onStatementEnd: (statement) => {
      if (ended.length < maxStatements) ended.push(statement)
      record.stats?.onStatementEnd(statement)
    },
    countRows: () => record.stats?.countRows(),
    onRootField: (field) => {
      record.rootFields.push(field)
      record.stats?.onRootField(field)
    },
    receivedBytes: 0,
    adviseSmaller: undefined,
    limitBytes: (max, makeError) => {
      record.countBytes = () => {
        const field = currentRootField()
        let [rows, bytes] = [0, 0]
        return (more) => {
          rows += 1
          bytes += more
          record.receivedBytes += more
          if (record.receivedBytes <= max) return undefined
          const error = makeError({ rows, bytes, field })
          controller.abort(error)
          return error
        }
      }
    },
  }
  return record
}
