import { tryAgain } from '../../shared/errors.ts'
import type { RequestRecord } from './requestRecord.ts'

/** The requests whose response is not sent yet. */
export interface OpenRequests {
  add(record: RequestRecord): void
  /** Aborts all of them: each gets the response that the server is shutting down. */
  abortAll(): void
  /** Resolves once there are none. */
  untilEmpty(): Promise<void>
}

/** Keeps track of the requests whose response is not sent yet. */
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
