/** The codes that an expected failure may carry in `extensions.code`. */
export type ErrorCode =
  | 'BAD_USER_INPUT'
  | 'UNAUTHENTICATED'
  | 'FORBIDDEN'
  | 'NOT_FOUND'
  | 'RATE_LIMITED'
  | 'QUERY_TOO_COMPLEX'

/** A failure whose message is meant for the caller: it says what was given and what is allowed. */
export class ExpectedError extends Error {
  readonly code: ErrorCode

  constructor(code: ErrorCode, message: string) {
    super(message)
    this.name = 'ExpectedError'
    this.code = code
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
