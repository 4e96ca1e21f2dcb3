import type { TypedDocumentString } from '../generated/graphql.ts'
import { ApiError, type GraphqlResponse, toApiError } from './apiError.ts'
import { readToken, rejectToken } from './token.ts'
import { waitFor } from './waitFor.ts'

/** How often a request is repeated that the server rejected as overloaded. */
const maxRepeats = 2
/** Seconds that the page waits at most before it repeats a request, whatever the server asks for. */
const maxWait = 10

/**
 * Executes a document, and returns its data. A request that the server cannot handle now is repeated after the time that
 * the server asks for.
 * @throws ApiError if the response has any error, or if there is none.
 */
export const execute = async <Data, Variables>(
  document: TypedDocumentString<Data, Variables>,
  variables: Variables,
  signal: AbortSignal,
): Promise<Data> => {
  const body = JSON.stringify({ query: String(document), variables })
  for (let repeats = 0; ; repeats += 1) {
    const token = readToken()
    const response = await send(body, token, signal)
    if (response.status === 503 && repeats < maxRepeats) {
      await waitFor(readWait(response), signal)
      continue
    }
    const { data, errors } = await readBody(response)
    if (response.status === 401) rejectToken(token)
    if (errors?.length) throw toApiError(errors)
    // The types of a document are generated from the schema that the server serves.
    return data as Data
  }
}

const send = async (body: string, token: string | null, signal: AbortSignal): Promise<Response> => {
  const headers = {
    'Content-Type': 'application/json',
    Accept: 'application/graphql-response+json, application/json',
    ...(token === null ? {} : { Authorization: `Bearer ${token}` }),
  }
  try {
    return await fetch('/graphql', { method: 'POST', headers, body, signal })
  } catch (error) {
    signal.throwIfAborted()
    throw new ApiError('UNREACHABLE', String(error))
  }
}

/** Seconds to wait before the request is repeated. */
const readWait = ({ headers }: Response): number => {
  const seconds = Number(headers.get('Retry-After') ?? 1)
  return Math.min(Number.isFinite(seconds) ? seconds : 1, maxWait)
}

const readBody = async (response: Response): Promise<GraphqlResponse> => {
  try {
    return (await response.json()) as GraphqlResponse
  } catch {
    throw new ApiError('UNREACHABLE', `${response.status} ${response.statusText}`)
  }
}
