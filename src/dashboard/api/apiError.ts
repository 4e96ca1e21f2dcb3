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

/** A request that failed. */
export class ApiError extends Error {
  /** `extensions.code` of the API; `UNREACHABLE` if there was no response, or one that is not of the API. */
  readonly code: string
  /** The id under which the log of the server has the request. */
  readonly requestId: string | undefined

  constructor(code: FailureCode | (string & {}), message: string, requestId?: string) {
    super(message)
    this.name = 'ApiError'
    this.code = code
    this.requestId = requestId
  }
}

interface GraphqlError {
  readonly message: string
  readonly extensions?: { readonly code?: string; readonly requestId?: string }
}

/** A response of GraphQL over HTTP. */
export interface GraphqlResponse {
  readonly data?: unknown
  readonly errors?: readonly GraphqlError[]
}

/** Converts the first error of a response. */
export const toApiError = ([first]: readonly GraphqlError[]): ApiError =>
  new ApiError(first?.extensions?.code ?? 'UNREACHABLE', first?.message ?? '', first?.extensions?.requestId)
