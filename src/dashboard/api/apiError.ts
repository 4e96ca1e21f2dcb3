/** The kinds of failures that the page explains. Any other code of the API is shown with its message. */
export type FailureCode =
  | 'UNAUTHENTICATED'
  | 'FORBIDDEN'
  | 'BAD_USER_INPUT'
  | 'QUERY_TOO_COMPLEX'
  | 'RATE_LIMITED'
  | 'SERVICE_UNAVAILABLE'
  | 'INTERNAL_SERVER_ERROR'
  | 'UNREACHABLE'

/** What is known of a failure besides its code and message. */
interface FailureDetails {
  /** The id under which the log of the server has the request. */
  readonly requestId?: string | undefined
  /** The cursor after which a subscription can be resumed. */
  readonly cursor?: string | undefined
}

/** A request that failed. */
export class ApiError extends Error {
  /** `extensions.code` of the API; `UNREACHABLE` if there was no response, or one that is not of the API. */
  readonly code: string
  readonly requestId: string | undefined
  readonly cursor: string | undefined

  constructor(code: FailureCode | (string & {}), message: string, { requestId, cursor }: FailureDetails = {}) {
    super(message)
    this.name = 'ApiError'
    this.code = code
    this.requestId = requestId
    this.cursor = cursor
  }
}

interface GraphqlError {
  readonly message: string
  readonly extensions?: FailureDetails & { readonly code?: string }
}

/** A response of GraphQL over HTTP, or an event of a subscription. */
export interface GraphqlResponse {
  readonly data?: unknown
  readonly errors?: readonly GraphqlError[]
}

/** Converts the first error of a response. */
export const toApiError = ([first]: readonly GraphqlError[]): ApiError =>
  new ApiError(first?.extensions?.code ?? 'UNREACHABLE', first?.message ?? '', first?.extensions)
