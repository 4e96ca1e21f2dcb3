import { randomUUID } from 'node:crypto'
import { setMaxListeners } from 'node:events'
import { type Caller, nobody } from '../../shared/caller.ts'
import type { RequestScope } from '../../shared/requestScope.ts'

/** The operation that a request runs. */
export interface OperationInfo {
  /** Its name; `anonymous` where it has none. */
  readonly name: string
  readonly type: string
  /** The selected fields, as paths of their names: without aliases and values. */
  readonly fields: () => readonly string[]
}

/** A statement of our own that has ended. */
export interface EndedStatement {
  readonly text: string
  /** In milliseconds since 1970. */
  readonly started: number
  readonly ended: number
  readonly failed: boolean
}

/** What is known of a request from its arrival until its response is sent or its connection closes. */
export interface RequestRecord extends RequestScope {
  readonly id: string
  /** By the clock that only grows, in milliseconds. */
  readonly started: number
  caller: Caller
  operation: OperationInfo | undefined
  /** The codes of the errors in its response. */
  readonly errorCodes: Set<string>
  /** Statements sent, with how often each was. */
  readonly statements: Map<string, number>
  /** Statements of our own that have ended, in order. */
  readonly ended: EndedStatement[]
  /** Bytes of rows that arrived from the database since they are limited. */
  receivedBytes: number
  /** Limits the bytes of rows from now on: beyond, the work is aborted with an error. */
  limitBytes(max: number, makeError: () => Error): void
  /** Stops the work, with the error to respond with. */
  abort(reason?: unknown): void
  /** Runs a task once the response is sent or the connection closed: immediately where that has already happened. */
  atEnd(task: () => void): void
  /** Notes that the response is sent. Only the first call of this and {@link RequestRecord.leave} runs the tasks. */
  end(): void
  /** Notes that the connection closed before the response was sent, and stops the work. */
  leave(): void
  /** Whether the connection closed before the response was sent. */
  isDisconnected(): boolean
}

/** The most different statements that one request's record keeps. */
const maxStatements = 100

const records = new WeakMap<Request, RequestRecord>()

/** Connects a request of the Fetch API with its record. */
export const linkRecord = (request: Request, record: RequestRecord): void => {
  records.set(request, record)
}

/** The record of a request that was handed to GraphQL. */
export const recordOf = (request: Request): RequestRecord => {
  const record = records.get(request)
  if (!record) throw new Error('The request was not received by the handler')
  return record
}

/** How many statements were sent for a request. */
export const countStatements = ({ statements }: RequestRecord): number =>
  [...statements.values()].reduce((sum, count) => sum + count, 0)

/** The text of a statement on one line. */
export const flattenStatement = (text: string): string => text.replaceAll(/\s+/g, ' ').trim()

/** Opens the record of a request that has just arrived. */
export const openRecord = (): RequestRecord => {
  const controller = new AbortController()
  // Every statement of the request that runs or waits for a connection listens to it.
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
    caller: nobody,
    operation: undefined,
    errorCodes: new Set(),
    statements,
    ended,
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
    },
    onStatementEnd: (text, started, failure) => {
      if (ended.length < maxStatements) ended.push({ text, started, ended: Date.now(), failed: failure !== undefined })
    },
    receivedBytes: 0,
    limitBytes: (max, makeError) => {
      record.countBytes = (bytes) => {
        record.receivedBytes += bytes
        if (record.receivedBytes <= max) return undefined
        const error = makeError()
        controller.abort(error)
        return error
      }
    },
  }
  return record
}
