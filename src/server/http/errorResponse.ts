import { Response } from '@whatwg-node/fetch'
import type { PresentedFailure } from '../../graphql/presentFailure.ts'
import { ExpectedError } from '../../shared/errors.ts'

/** The HTTP status and headers of an error. */
export interface ResponseHead {
  readonly status: number
  readonly headers: Readonly<Record<string, string>>
}

const statuses: Readonly<Record<string, number>> = {
  BAD_USER_INPUT: 400,
  QUERY_TOO_COMPLEX: 400,
  UNAUTHENTICATED: 401,
  FORBIDDEN: 403,
  NOT_FOUND: 404,
  CURSOR_EXPIRED: 410,
  RATE_LIMITED: 429,
  INTERNAL_SERVER_ERROR: 500,
  SERVICE_UNAVAILABLE: 503,
}

/** The status and headers of an error code. */
export const responseHeadOf = (code: string, retryAfter?: number): ResponseHead => ({
  status: statuses[code] ?? 500,
  headers: {
    ...(code === 'UNAUTHENTICATED' ? { 'WWW-Authenticate': 'Bearer realm="botlens"' } : {}),
    ...(retryAfter === undefined ? {} : { 'Retry-After': String(retryAfter) }),
  },
})

/** A request that is rejected at the HTTP level. Its message is meant for the caller. */
export class RejectedRequest extends ExpectedError {
  readonly status: number
  readonly headers: Readonly<Record<string, string>>

  constructor(status: number, message: string, headers: Readonly<Record<string, string>> = {}) {
    super(status === 403 || status === 421 ? 'FORBIDDEN' : 'BAD_USER_INPUT', message)
    this.status = status
    this.headers = headers
  }
}

/** The response to a request that failed outside of an operation, in the format of GraphQL or REST. */
export const respondWithFailure = (failure: PresentedFailure, requestId: string, isGraphql: boolean): Response => {
  const { code, message, details, retryAfter } = failure
  const { status, headers } = failure instanceof RejectedRequest ? failure : responseHeadOf(code, retryAfter)
  const body = isGraphql
    ? { errors: [{ message, extensions: { code, requestId } }] }
    : { ...details, code, message, requestId }
  return new Response(JSON.stringify(body), {
    status,
    headers: { ...headers, 'Content-Type': 'application/json; charset=utf-8' },
  })
}
