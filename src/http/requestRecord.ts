import { type Caller, nobody } from '../shared/caller.ts'
import type { RequestScope } from '../shared/requestScope.ts'
import { requestIdOf } from './requestId.ts'

/** The operation that a request runs. */
export interface OperationInfo {
  /** Its name; `anonymous` where it has none. */
  readonly name: string
  readonly type: string
  /** The fields it asks for, as paths of their names: no alias and no value is in them. */
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

/** What is known of a request while it is worked on. */
export interface RequestRecord extends RequestScope {
  readonly id: string
  /** By the clock that only grows, in milliseconds. */
  readonly started: number
  caller: Caller
  operation: OperationInfo | undefined
  /** The codes of the errors in its answer. */
  readonly errorCodes: Set<string>
  /** Statements sent, with how often each was. */
  readonly statements: Map<string, number>
  /** Statements of our own that have ended, in order. */
  readonly ended: EndedStatement[]
  /** Bytes of rows that arrived from the database since they are limited. */
  receivedBytes: number
  /** Limits the bytes of rows from now on: beyond, the work is aborted with an error. */
  limitBytes(max: number, makeError: () => Error): void
  /** Ends the work, with what is to be answered. */
  abort(reason: unknown): void
}

/** The most different statements that one request's record keeps. */
const maxStatements = 100

const records = new WeakMap<Request, RequestRecord>()

/** The record of a request, made with the first question for it. */
export const recordOf = (request: Request): RequestRecord => {
  const record = records.get(request) ?? makeRecord(request)
  records.set(request, record)
  return record
}

/** Who sent a request, once that was found out. */
export const callerOf = (request: Request): Caller => recordOf(request).caller

/** How many statements were sent for a request. */
export const countStatements = ({ statements }: RequestRecord): number =>
  [...statements.values()].reduce((sum, count) => sum + count, 0)

const makeRecord = (request: Request): RequestRecord => {
  const controller = new AbortController()
  const { signal } = request
  if (signal.aborted) controller.abort(signal.reason)
  signal.addEventListener('abort', () => controller.abort(signal.reason), { once: true })
  const statements = new Map<string, number>()
  const ended: EndedStatement[] = []
  const record: RequestRecord = {
    id: requestIdOf(request),
    started: performance.now(),
    signal: controller.signal,
    caller: nobody,
    operation: undefined,
    errorCodes: new Set(),
    statements,
    ended,
    abort: (reason) => controller.abort(reason),
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
