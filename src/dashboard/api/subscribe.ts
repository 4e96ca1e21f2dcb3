import type { TypedDocumentString } from '../generated/graphql.ts'
import { ApiError, type GraphqlResponse, toApiError } from './apiError.ts'
import { readEvents } from './eventStream.ts'
import { readBody, sendRequest } from './request.ts'
import { readToken, rejectToken } from './token.ts'

/**
 * Milliseconds without anything from the server after which the connection counts as broken. The server sends a comment
 * every 12 seconds.
 */
const silenceLimit = 40_000

/** An event of a subscription. */
export interface SubscriptionEvent<Data> {
  /** Undefined if the record of the event could not be loaded. */
  readonly data: Data | undefined
  /** The cursor to resume after; undefined if the subscription cannot be resumed. */
  readonly cursor: string | undefined
}

/**
 * Begins a subscription, and returns its events until the server ends it or the signal is aborted.
 * @param onOpen called when the server has accepted the subscription.
 * @throws ApiError if the server refuses the subscription or ends it with an error, or if the connection breaks.
 */
export async function* subscribe<Data, Variables>(
  document: TypedDocumentString<Data, Variables>,
  variables: Variables,
  { signal, onOpen }: { readonly signal: AbortSignal; readonly onOpen: () => void },
): AsyncGenerator<SubscriptionEvent<Data>, void> {
  const token = readToken()
  const watch = watchSilence(signal)
  try {
    const body = JSON.stringify({ query: String(document), variables })
    const response = await sendRequest(body, { token, accept: 'text/event-stream', signal: watch.signal })
    if (!response.headers.get('Content-Type')?.startsWith('text/event-stream') || !response.body)
      throw toApiError((await readBody(response)).errors ?? [])
    // A refusal is a stream with an error, too.
    if (response.ok) onOpen()
    let failure: ApiError | undefined
    for await (const { id, data: text } of readEvents(response.body, watch.note)) {
      const { data, errors } = JSON.parse(text) as GraphqlResponse
      failure = errors?.length ? toApiError(errors) : undefined
      // An error that has a cursor, or no id, is the end of the subscription.
      if (!failure || id !== undefined) yield { data: (data ?? undefined) as Data | undefined, cursor: id }
    }
    if (failure) throw failure
  } catch (error) {
    signal.throwIfAborted()
    const failure = error instanceof ApiError ? error : new ApiError('UNREACHABLE', String(error))
    if (failure.code === 'UNAUTHENTICATED') rejectToken(token)
    throw failure
  } finally {
    watch.stop()
  }
}

/** Makes a signal that is aborted with another one, or if nothing is noted for too long. */
const watchSilence = (signal: AbortSignal) => {
  const controller = new AbortController()
  const abort = () => controller.abort(signal.reason)
  const arm = () => setTimeout(() => controller.abort(new ApiError('UNREACHABLE', 'silence')), silenceLimit)
  let timer = arm()
  if (signal.aborted) abort()
  signal.addEventListener('abort', abort, { once: true })
  return {
    signal: controller.signal,
    note: () => {
      clearTimeout(timer)
      timer = arm()
    },
    stop: () => {
      clearTimeout(timer)
      signal.removeEventListener('abort', abort)
      controller.abort()
    },
  }
}
