import { Readable } from 'node:stream'
import { Response } from '@whatwg-node/fetch'
import type { ExecutionResult } from 'graphql'

/** The result of one event as JSON, and the cursor to resume after, if it has one. */
export interface StreamedResult extends ExecutionResult {
  readonly [jsonKey]: Buffer
  readonly [cursorKey]?: string | undefined
}

/** The property with the JSON of a result. */
export const jsonKey = Symbol('json')
/** The property with the cursor of a result. */
export const cursorKey = Symbol('cursor')

/** Milliseconds between two comments that keep an idle connection open. */
const keepAliveInterval = 12_000
/** Number of groups that streams are divided into: one receives its comments at a time. */
const keepAliveGroups = 24
const comment = ':\n\n'

/** Writes comments to open streams at intervals, so that proxies and clients do not close them. */
export interface KeepAlive {
  /** Adds a stream. Returns a function that removes it. */
  add(stream: Readable): () => void
}

/** Creates the keep-alive of all streams of a process. It has one timer, and divides the work evenly over time. */
export const makeKeepAlive = (): KeepAlive => {
  const groups = Array.from({ length: keepAliveGroups }, () => new Set<Readable>())
  let next = 0
  let count = 0
  let timer: NodeJS.Timeout | undefined
  const write = () => {
    next = (next + 1) % keepAliveGroups
    // A client that does not read needs no comments.
    for (const stream of groups[next] ?? []) if (stream.readableLength === 0) stream.push(comment)
  }
  return {
    add: (stream) => {
      const group = groups[count % keepAliveGroups]
      count += 1
      group?.add(stream)
      timer ??= setInterval(write, keepAliveInterval / keepAliveGroups).unref()
      return () => {
        group?.delete(stream)
        if (groups.some(({ size }) => size > 0)) return
        clearInterval(timer)
        timer = undefined
      }
    },
  }
}

/** Formats a result as an event of the protocol "GraphQL over Server-Sent Events", in its distinct connections mode. */
const formatResult = ({ [cursorKey]: cursor, [jsonKey]: json }: StreamedResult): Buffer =>
  Buffer.concat([
    Buffer.from(`event: next\n${cursor === undefined ? '' : `id: ${cursor}\n`}data: `),
    json,
    Buffer.from('\n\n'),
  ])

const headers = {
  'Content-Type': 'text/event-stream',
  'Cache-Control': 'no-cache, no-transform',
  // nginx would otherwise buffer events.
  'X-Accel-Buffering': 'no',
}

/** What a stream of events needs of its request. */
export interface EventStreamOptions {
  readonly keepAlive: KeepAlive
  /** Runs a task when the connection is closed, or immediately if it is. */
  readonly atEnd: (task: () => void) => void
  /** Called with the error of results that failed. The stream ends. */
  readonly onFailure: (error: unknown) => void
}

/**
 * Responds with the results of a subscription. The next result is requested once the previous one has been accepted by
 * the connection.
 */
export const respondWithEvents = (
  results: AsyncIterator<StreamedResult, unknown>,
  { keepAlive, atEnd, onFailure }: EventStreamOptions,
): Response => {
  let isReading = false
  const read = async () => {
    isReading = true
    const { done, value } = await results.next()
    isReading = false
    if (body.destroyed) return
    if (!done) body.push(formatResult(value as StreamedResult))
    else end('event: complete\ndata:\n\n')
  }
  const end = (last?: string) => {
    stopKeepAlive()
    if (last !== undefined) body.push(last)
    body.push(null)
  }
  const body = new Readable({
    read: () => {
      if (!isReading)
        read().catch((error: unknown) => {
          onFailure(error)
          end()
        })
    },
    destroy: (error, callback) => {
      stopKeepAlive()
      results.return?.().catch(() => undefined)
      callback(error)
    },
  })
  const stopKeepAlive = keepAlive.add(body)
  // A connection that was closed before the response began does not destroy the stream.
  atEnd(stopKeepAlive)
  // Clients know that the subscription has begun.
  body.push(comment)
  // `Response` accepts a Node.js stream, which applies backpressure and ends with the socket.
  return new Response(body as unknown as BodyInit, { headers })
}
