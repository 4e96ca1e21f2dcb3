import { tryAgain } from '../../shared/errors.ts'
import type { RequestRecord } from './requestRecord.ts'

/** The requests whose response has not been sent. */
export interface OpenRequests {
  add(record: RequestRecord): void
  /** Aborts all of them: each receives an error response about the shutdown. */
  abortAll(): void
  /** Resolves once there are none. */
  untilEmpty(): Promise<void>
}

/** Tracks the requests whose response has not been sent. */
export const makeOpenRequests = (): OpenRequests => {
  const open = new Set<RequestRecord>()
  const waiting: (() => void)[] = []
  return {
    add: (record) => {
      open.add(record)
      record.atEnd(() => {
        open.delete(record)
        if (open.size === 0) for (const resolve of waiting.splice(0)) resolve()
      })
    },
    abortAll: () => {
      for (const record of open) record.abort(tryAgain('SERVICE_UNAVAILABLE', 'The server is shutting down.', 5))
    },
    untilEmpty: () => (open.size === 0 ? Promise.resolve() : new Promise((resolve) => waiting.push(resolve))),
  }
}
