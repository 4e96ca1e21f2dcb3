/** The codes that an expected failure may carry in `extensions.code`. */
export type ErrorCode =
  | 'BAD_USER_INPUT'
  | 'UNAUTHENTICATED'
  | 'FORBIDDEN'
  | 'NOT_FOUND'
  | 'RATE_LIMITED'
  | 'QUERY_TOO_COMPLEX'
  | 'SERVICE_UNAVAILABLE'

/** A failure whose message is meant for the caller: it says what was given and what is allowed. */
export class ExpectedError extends Error {
  readonly code: ErrorCode
  /** Seconds after which it makes sense to try again; absent where waiting changes nothing. */
  readonly retryAfter: number | undefined

  constructor(code: ErrorCode, message: string, retryAfter?: number) {
    super(message)
    this.name = 'ExpectedError'
    this.code = code
    this.retryAfter = retryAfter
  }
}

/** An {@link ExpectedError} about something that the caller gave. */
export const badInput = (message: string): ExpectedError => new ExpectedError('BAD_USER_INPUT', message)

const quotedLength = 60

/** A value as it reads in an error message: JSON, cut after 60 characters, so that no message grows with its input. */
export const quote = (value: unknown): string => {
  const text = JSON.stringify(value) ?? String(value)
  return text.length > quotedLength ? `${text.slice(0, quotedLength)}… (${text.length} characters)` : text
}
