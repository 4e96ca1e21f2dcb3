import { explainDatabaseFailure } from '../db/failures.ts'
import { type ErrorCode, ExpectedError } from '../shared/errors.ts'
import type { RootField } from '../shared/requestScope.ts'

/** A failure as presented to the caller. */
export interface PresentedFailure {
  readonly code: ErrorCode | 'INTERNAL_SERVER_ERROR'
  readonly message: string
  /** Additional `extensions` besides the code. */
  readonly details: Readonly<Record<string, unknown>>
  /** Seconds after which a retry makes sense; undefined if a retry would not help. */
  readonly retryAfter: number | undefined
}

/**
 * Presents any failure, for GraphQL and REST alike: an expected error unchanged, a database error by its cause, and any
 * other error masked with the request id.
 * @param report called with each failure that is masked, to log it.
 * @param field the root field that failed.
 */
export const presentFailure = (
  error: unknown,
  requestId: string,
  report: (error: unknown) => void,
  field?: RootField,
): PresentedFailure => {
  if (error instanceof ExpectedError) return error
  const failure = explainDatabaseFailure(error, field)
  if (failure) return failure
  report(error)
  return {
    code: 'INTERNAL_SERVER_ERROR',
    message: `Internal server error. The details are in the server log, under request id ${requestId}.`,
    details: { requestId },
    retryAfter: undefined,
  }
}
