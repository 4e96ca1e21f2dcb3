import { countCharacters, isLongerThan } from './text.ts'

/** The codes of expected failures in `extensions.code`. */
export type ErrorCode =
  | 'BAD_USER_INPUT'
  | 'UNAUTHENTICATED'
  | 'FORBIDDEN'
  | 'NOT_FOUND'
  | 'RATE_LIMITED'
  | 'QUERY_TOO_COMPLEX'
  | 'SERVICE_UNAVAILABLE'
  | 'CURSOR_EXPIRED'

/** A failure whose message is meant for the caller. It contains what was given and what is allowed. */
export class ExpectedError extends Error {
  readonly code: ErrorCode
  /** Details for programs, besides the code. */
  readonly details: Readonly<Record<string, unknown>>
  /** Seconds after which a retry makes sense; undefined if a retry would not help. */
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

/** Creates an {@link ExpectedError} about invalid input. */
export const badInput = (message: string): ExpectedError => new ExpectedError('BAD_USER_INPUT', message)

/** Creates an {@link ExpectedError} about an id that no record has. */
export const notFound = (message: string): ExpectedError => new ExpectedError('NOT_FOUND', message)

/** Creates an {@link ExpectedError} about a temporary failure, with the seconds after which to retry. */
export const tryAgain = (code: ErrorCode, message: string, seconds: number): ExpectedError =>
  new ExpectedError(code, message, {}, seconds)

/**
 * A failure whose message is complete for the operator: it contains the problem and what to do. No stack trace is
 * printed.
 */
export class OperatorError extends Error {
  override readonly name: string = 'OperatorError'
}

const quotedLength = 60

/** The maximum length of a reason that graphql-js gives, which contains the whole given value. */
export const maxReasonLength = 300

/** Truncates a text to a number of characters. A truncated text ends with a note of its original length. */
export const truncate = (text: string, length: number): string =>
  text.length > length ? `${text.slice(0, length)}… (${text.length} characters)` : text

/** Quotes a text. A text with more than 60 characters is truncated, followed by a note of its length. */
const quoteText = (text: string): string =>
  isLongerThan(text, quotedLength)
    ? `${JSON.stringify(`${text.slice(0, quotedLength).toWellFormed()}…`)} (${countCharacters(text)} characters)`
    : JSON.stringify(text)

/**
 * Formats a value for an error message: as JSON, including `Infinity` and `NaN`, truncated after 60 characters, so that
 * the length of messages is bounded. The noted length is that of the given text.
 */
export const quote = (value: unknown): string => {
  if (typeof value === 'string') return quoteText(value)
  return truncate(typeof value === 'number' ? String(value) : (JSON.stringify(value) ?? String(value)), quotedLength)
}

/** Whether an error is a system error with the given code. */
export const isCode = (error: unknown, code: string): boolean =>
  error instanceof Error && 'code' in error && error.code === code
