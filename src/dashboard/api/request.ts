import { ApiError, type GraphqlResponse } from './apiError.ts'

/** Sends a request to the API. @throws ApiError with the code `UNREACHABLE` if there is no response. */
export const sendRequest = async (
  body: string,
  { token, accept, signal }: { readonly token: string | null; readonly accept: string; readonly signal: AbortSignal },
): Promise<Response> => {
  const headers = {
    'Content-Type': 'application/json',
    Accept: accept,
    ...(token === null ? {} : { Authorization: `Bearer ${token}` }),
  }
  try {
    return await fetch('/graphql', { method: 'POST', headers, body, signal })
  } catch (error) {
    signal.throwIfAborted()
    throw new ApiError('UNREACHABLE', String(error))
  }
}

/** Seconds after which the server asks to repeat a request; undefined if it does not. */
export const readRetryAfter = ({ headers }: Response): number | undefined => {
  const seconds = Number(headers.get('Retry-After') ?? Number.NaN)
  return Number.isFinite(seconds) ? seconds : undefined
}

/** Reads a response of GraphQL over HTTP. @throws ApiError with the code `UNREACHABLE` if it is another one. */
export const readBody = async (response: Response): Promise<GraphqlResponse> => {
  try {
    return (await response.json()) as GraphqlResponse
  } catch {
    throw new ApiError('UNREACHABLE', `${response.status} ${response.statusText}`)
  }
}
