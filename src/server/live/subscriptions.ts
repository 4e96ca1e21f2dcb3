import {
  createSourceEventStream,
  type ExecutionArgs,
  type ExecutionResult,
  GraphQLError,
  getOperationAST,
  OperationTypeNode,
} from 'graphql'
import type { Plugin } from 'graphql-yoga'
import type { Logger } from 'pino'
import { isOutage } from '../../db/failures.ts'
import type { Feed } from '../../db/live/feed.ts'
import type { LiveEnd, ServerStream, StreamItem } from '../../db/live/subscription.ts'
import type { Execute } from '../../graphql/execution/execute.ts'
import type { Cancellation } from '../../shared/cancellation.ts'
import { ExpectedError, tryAgain } from '../../shared/errors.ts'
import type { Turns } from '../../shared/turns.ts'
import type { CredentialWatch } from '../auth/credentialWatch.ts'
import { RejectedRequest } from '../http/errorResponse.ts'
import { type RequestRecord, recordOf } from '../http/requestRecord.ts'
import { asGraphqlError } from '../yoga/documents.ts'
import type { Present } from '../yoga/errorPresentation.ts'
import { serializeLimited } from '../yoga/responseSize.ts'
import { readContext } from '../yoga/yogaContext.ts'
import { type EventLimits, runEvent } from './eventScope.ts'
import { cursorKey, jsonKey, type KeepAlive, respondWithEvents, type StreamedResult } from './eventStream.ts'
import type { OpenStreams } from './openStreams.ts'

/** Dependencies of subscriptions. */
export interface SubscriptionOptions {
  /** Executes the operation of a subscription for an event. */
  readonly execute: Execute
  readonly feed: Feed
  readonly streams: OpenStreams
  readonly credentials: CredentialWatch
  readonly keepAlive: KeepAlive
  /** The turns in which events are executed. */
  readonly turns: Turns
  readonly limits: EventLimits
  readonly present: Present
  readonly now: () => Date
  readonly logger: Logger
}

/** Executes subscriptions, and responds with their events. Mutations make new events known. */
export const useSubscriptions = (options: SubscriptionOptions): Plugin => ({
  onExecute: ({ args: { document, operationName } }) =>
    getOperationAST(document, operationName)?.operation === OperationTypeNode.MUTATION
      ? { onExecuteDone: () => options.feed.noteWrite() }
      : undefined,
  onSubscribe: ({ setSubscribeFn }) => {
    setSubscribeFn((args: ExecutionArgs) => subscribe(args, options))
  },
  onResultProcess: ({ request, result, setResultProcessor }) => {
    if (!(Symbol.asyncIterator in result)) return
    const record = recordOf(request)
    const { id } = record
    // The event of a client that has gone is aborted.
    const onFailure = (error: unknown) => {
      if (!record.isDisconnected()) options.logger.error({ err: error, requestId: id }, 'subscription failed')
    }
    setResultProcessor(
      (results) =>
        respondWithEvents((results as unknown as AsyncIterable<StreamedResult>)[Symbol.asyncIterator](), {
          keepAlive: options.keepAlive,
          atEnd: (task) => record.atEnd(task),
          onFailure,
        }),
      'text/event-stream',
    )
  },
})

const acceptsEvents = (accept: string | null): boolean =>
  accept === null || /text\/(event-stream|\*)|\*\/\*/i.test(accept)

const isStream = (source: object): source is ServerStream<StreamItem> => Symbol.asyncIterator in source

/** Begins a subscription. Its place is released when it has ended, or its connection is closed. */
const subscribe = async (
  args: ExecutionArgs,
  options: SubscriptionOptions,
): Promise<ExecutionResult | AsyncIterableIterator<StreamedResult>> => {
  const { request } = readContext(args.contextValue)
  const record = recordOf(request)
  try {
    if (!acceptsEvents(request.headers.get('accept')))
      throw new RejectedRequest(406, 'A subscription responds with events: send the header Accept: text/event-stream.')
    const place = options.streams.take(record.share)
    try {
      const source = await createSourceEventStream(args)
      if (!isStream(source)) {
        place.release()
        return source as ExecutionResult
      }
      place.add(source)
      readContext(args.contextValue).readers?.noteChange(record.share)
      return stream(args, source, place.release, options)
    } catch (error) {
      place.release()
      throw error
    }
  } catch (error) {
    if (error instanceof ExpectedError) return { errors: [asGraphqlError(error)] }
    throw error
  }
}

/** The results of a subscription, each of which is executed when the client can receive it. */
const stream = (
  args: ExecutionArgs,
  source: ServerStream<StreamItem>,
  release: () => void,
  options: SubscriptionOptions,
): AsyncIterableIterator<StreamedResult> => {
  const { request } = readContext(args.contextValue)
  const record = recordOf(request)
  const { caller } = record
  const { turns } = options
  let events = 0
  let isExecuting = false
  let isClosed = false
  const stopWatch = options.credentials.watch(request.headers.get('authorization'), caller, (error) =>
    source.end(error, 'unread'),
  )
  const close = () => {
    if (isClosed) return
    isClosed = true
    stopWatch()
    release()
    source.return().catch(() => undefined)
    options.logger.info(
      { requestId: record.id, events, durationMs: Math.round(performance.now() - record.started) },
      'subscription ended',
    )
    record.onStreamEnd?.()
  }
  record.beginStream()
  record.atEnd(close)
  record.signal.onAbort(() => {
    // The client does not receive the event that is being executed, and resumes before it.
    if (record.signal.reason instanceof ExpectedError)
      source.end(record.signal.reason, isExecuting ? 'last and unread' : 'unread')
  })
  const next = async (): Promise<IteratorResult<StreamedResult, undefined>> => {
    const { done, value } = await source.next()
    if (done) {
      close()
      return { done: true, value: undefined }
    }
    if (value.kind === 'end') return { done: false, value: presentEnd(value, record, options) }
    events += 1
    // What the client reads because of the event has to contain it.
    readContext(args.contextValue).readers?.noteChange(record.share)
    isExecuting = true
    const result = await turns
      .take(() => executeEvent(args, value, record, options))
      .finally(() => {
        isExecuting = false
      })
    if (record.signal.aborted) return next()
    if (result) return { done: false, value: result }
    source.end(makeOutageError(value), 'last and unread')
    return next()
  }
  const results: AsyncIterableIterator<StreamedResult> = {
    next,
    return: async () => {
      close()
      return { done: true, value: undefined }
    },
    [Symbol.asyncIterator]: () => results,
  }
  return results
}

/** The result with the error of an end. Browsers resume after its cursor, also if they have received no event before. */
const presentEnd = (
  { error: originalError }: LiveEnd,
  record: RequestRecord,
  { present }: SubscriptionOptions,
): StreamedResult => {
  const error = new GraphQLError(originalError.message, { originalError })
  const cursor = originalError instanceof ExpectedError ? originalError.details['cursor'] : undefined
  return {
    [jsonKey]: Buffer.from(JSON.stringify(present(record, { errors: [error] }, []))),
    [cursorKey]: typeof cursor === 'string' ? cursor : undefined,
  }
}

/** The error of an event that could not be executed, which has a cursor if the stream can be resumed. */
const makeOutageError = ({ cursor }: StreamItem): ExpectedError => {
  const how = cursor === undefined ? '' : ' after the cursor of this error'
  return tryAgain('SERVICE_UNAVAILABLE', `The database is temporarily unavailable. Subscribe again${how}.`, 1)
}

/** Executes the operation for an event. Undefined if it failed since the database is unavailable. */
const executeEvent = async (
  args: ExecutionArgs,
  item: StreamItem,
  record: RequestRecord,
  { execute, limits, present, now }: SubscriptionOptions,
): Promise<StreamedResult | undefined> => {
  const time = now()
  const contextValue = {
    ...readContext(args.contextValue),
    caller: record.caller,
    now: () => time,
    ...(item.loads && { loads: item.loads }),
  }
  return runEvent(record, limits, async ({ rootFields, signal }) => {
    const result = await orLimitError(signal, () => execute({ ...args, rootValue: item, contextValue, signal }))
    if (result.errors?.some(({ originalError }) => isOutage(originalError))) return undefined
    const json = await serializeLimited(result, limits.maxResponseBytes, (one) => present(record, one, rootFields))
    return { [jsonKey]: json, [cursorKey]: item.cursor }
  })
}

/**
 * The result of an event, which is an error if it exceeded a limit. @throws the reason if the client has disconnected.
 */
const orLimitError = async (
  signal: Cancellation,
  run: () => ExecutionResult | Promise<ExecutionResult>,
): Promise<ExecutionResult> => {
  try {
    return await run()
  } catch (error) {
    if (error === signal.reason && error instanceof ExpectedError) return { errors: [asGraphqlError(error)] }
    throw error
  }
}
