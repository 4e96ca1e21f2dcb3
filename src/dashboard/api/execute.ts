import type { TypedDocumentString } from '../generated/graphql.ts'
import { toApiError } from './apiError.ts'
import { readBody, readRetryAfter, sendRequest } from './request.ts'
import { readToken, rejectToken } from './token.ts'
import { waitFor } from './waitFor.ts'

/** How often a request is repeated that the server rejected as overloaded. */
const maxRepeats = 2
/** Seconds that the page waits at most before it repeats a request, whatever the server asks for. */
const maxWait = 10
/** The media types of responses that are accepted. */
const accept = 'application/graphql-response+json, application/json'

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
    const response = await sendRequest(body, { token, accept, signal })
    if (response.status === 503 && repeats < maxRepeats) {
      await waitFor(Math.min(readRetryAfter(response) ?? 1, maxWait), signal)
      continue
    }
    const { data, errors } = await readBody(response)
    if (response.status === 401) rejectToken(token)
    if (errors?.length) throw toApiError(errors)
    // The types of a document are generated from the schema that the server serves.
    return data as Data
  }
}
