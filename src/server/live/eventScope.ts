import { setMaxListeners } from 'node:events'
import type { Limits } from '../../config/limits.ts'
import type { SharedLoads } from '../../db/live/subscription.ts'
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
const openScope = ({ operationTimeoutMs, maxResponseBytes }: EventLimits): EventScope & AbortController => {
  const controller = new AbortController()
  setMaxListeners(0, controller.signal)
  const timer = setTimeout(() => controller.abort(makeTimeoutError(operationTimeoutMs)), operationTimeoutMs).unref()
  const rootFields: RootField[] = []
  let received = 0
  return Object.assign(controller, {
    rootFields,
    onRootField: (field: RootField) => void rootFields.push(field),
    onStatement: () => undefined,
    countBytes: () => (bytes: number) => {
      received += bytes
      if (received <= maxResponseBytes) return undefined
      const error = makeSizeError('read', maxResponseBytes)
      controller.abort(error)
      return error
    },
    close: () => clearTimeout(timer),
  })
}

/** Runs the work of one event of a request. It is aborted with the request. */
export const runEvent = async <Result>(
  record: RequestRecord,
  limits: EventLimits,
  work: (scope: EventScope) => Result | Promise<Result>,
): Promise<Result> => {
  const scope = openScope(limits)
  const abort = () => scope.abort(record.signal.reason)
  if (record.signal.aborted) abort()
  record.signal.addEventListener('abort', abort, { once: true })
  try {
    return await runInScope(scope, () => work(scope))
  } finally {
    record.signal.removeEventListener('abort', abort)
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
