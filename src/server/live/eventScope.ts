import type { Limits } from '../../config/limits.ts'
import type { SharedLoads } from '../../db/live/subscription.ts'
import { Cancellation } from '../../shared/cancellation.ts'
import { ExpectedError } from '../../shared/errors.ts'
import { type RequestScope, type RootField, runInScope } from '../../shared/requestScope.ts'
import type { RequestRecord } from '../http/requestRecord.ts'
import { makeSizeError } from '../yoga/responseSize.ts'

/** The limits of an event, which are those of a query. */
export type EventLimits = Pick<Limits, 'operationTimeoutMs' | 'maxResponseBytes'>

/** The scope of work for one event, with the root fields that have been resolved. */
interface EventScope extends RequestScope {
  readonly rootFields: readonly RootField[]
  close(): void
}

const makeTimeoutError = (timeoutMs: number): ExpectedError =>
  new ExpectedError(
    'QUERY_TOO_COMPLEX',
    `The event took longer than ${timeoutMs} ms (OPERATION_TIMEOUT_MS) and was stopped. Request less data.`,
  )

/** Opens a scope with the limits of time and bytes of a query. */
const openScope = ({ operationTimeoutMs, maxResponseBytes }: EventLimits): EventScope => {
  const signal = new Cancellation()
  const timer = setTimeout(() => signal.abort(makeTimeoutError(operationTimeoutMs)), operationTimeoutMs).unref()
  const rootFields: RootField[] = []
  let received = 0
  return {
    signal,
    rootFields,
    onRootField: (field: RootField) => void rootFields.push(field),
    onStatement: () => undefined,
    countBytes: () => (bytes: number) => {
      received += bytes
      if (received <= maxResponseBytes) return undefined
      const error = makeSizeError('read', maxResponseBytes)
      signal.abort(error)
      return error
    },
    close: () => clearTimeout(timer),
  }
}

/** Runs the work of one event of a request. It is aborted with the request. */
export const runEvent = async <Result>(
  record: RequestRecord,
  limits: EventLimits,
  work: (scope: EventScope) => Result | Promise<Result>,
): Promise<Result> => {
  const scope = openScope(limits)
  const stopListening = record.signal.onAbort(() => scope.signal.abort(record.signal.reason))
  try {
    return await runInScope(scope, () => work(scope))
  } finally {
    stopListening()
    scope.close()
  }
}

/** Creates what subscribers of the same events share. A load is not aborted with the request of any of them. */
export const makeSharedLoads = (limits: EventLimits) => (): SharedLoads => ({
  run: (load) => {
    const scope = openScope(limits)
    const result = runInScope(scope, load)
    Promise.resolve(result).then(scope.close, scope.close)
    return result
  },
})
