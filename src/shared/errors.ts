import { countCharacters, isLongerThan } from './text.ts'

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
  /** What a program is to know beside the code. */
  readonly details: Readonly<Record<string, unknown>>
  /** Seconds after which it makes sense to try again; absent where waiting changes nothing. */
  readonly retryAfter: number | undefined

  constructor(
    code: ErrorCode,
    message: string,
    details: Readonly<Record<string, unknown>> = {},
    retryAfter: number | undefined = undefined,
  ) {
    super(message)
    this.name = 'ExpectedError'
    this.code = code
    this.details = details
    this.retryAfter = retryAfter
  }
}

/** An {@link ExpectedError} about something that the caller gave. */
export const badInput = (message: string): ExpectedError => new ExpectedError('BAD_USER_INPUT', message)

/** An {@link ExpectedError} about an id that no record has. */
export const notFound = (message: string): ExpectedError => new ExpectedError('NOT_FOUND', message)

/** An {@link ExpectedError} that goes away by itself: it says after how many seconds to try again. */
export const tryAgain = (code: ErrorCode, message: string, seconds: number): ExpectedError =>
  new ExpectedError(code, message, {}, seconds)

/**
 * A failure of the program whose message is complete for the person who runs it: it says what is wrong and what to do.
 * No stack trace is printed.
 */
export class OperatorError extends Error {
  override readonly name: string = 'OperatorError'
}

const quotedLength = 60

/** A text of at most so many characters; of a longer one the beginning, and how long it is. */
export const cut = (text: string, length: number): string =>
  text.length > length ? `${text.slice(0, length)}… (${text.length} characters)` : text

/** A text in quotes; of one with more than 60 characters the beginning, and how many it has, without the quotes. */
const quoteText = (text: string): string =>
  isLongerThan(text, quotedLength)
    ? `${JSON.stringify(`${text.slice(0, quotedLength).toWellFormed()}…`)} (${countCharacters(text)} characters)`
    : JSON.stringify(text)

/**
 * A value as an error message shows it: JSON, also `Infinity` and `NaN`, truncated after 60 characters, so that no
 * message grows with its input. The length that it states is that of the given text.
 */
export const quote = (value: unknown): string => {
  if (typeof value === 'string') return quoteText(value)
  return cut(typeof value === 'number' ? String(value) : (JSON.stringify(value) ?? String(value)), quotedLength)
}
