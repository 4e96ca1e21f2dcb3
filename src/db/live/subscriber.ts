import { ExpectedError, tryAgain } from '../../shared/errors.ts'
import { runOutsideScope } from '../../shared/requestScope.ts'
import { explainDatabaseFailure } from '../failures.ts'
import type { Queryable } from '../queryable.ts'
import { makeExpiredError, writeCursor } from './cursor.ts'
import { comparePositions, inPieces, latest } from './entries.ts'
import { type Position, readEvents } from './events.ts'
import type { Group } from './groups.ts'
import { makeQueue } from './queue.ts'
import type { Found, LiveEnd, LiveItem, LiveRow, LiveStream, SharedLoads, Subscriber } from './subscription.ts'

/** Maximum number of items that wait for a subscriber. */
const maxQueued = 1000

/** What a subscriber needs to know of the feed. */
export interface FeedOfSubscriber {
  readonly db: Queryable
  /** The history of events that cursors belong to. */
  history(): string
  /** Everything up to here has been delivered to the subscribers of groups. */
  delivered(): Position
  /** Everything up to here has been read, and is delivered or about to be delivered. */
  boundary(): Position
  makeLoads(): SharedLoads
  /** Adds a subscriber that has received everything up to the boundary to its group. */
  join(group: Group, subscriber: Subscriber): void
  leave(group: Group, subscriber: Subscriber): void
  onDelivered(): void
  onEvicted(): void
}

type Item = (LiveItem<LiveRow> & { readonly position: Position }) | LiveEnd

/** Adds the cursor to resume after to an error that ends a subscription, if it can be resumed. */
const withCursor = (error: Error, cursor: string): Error =>
  error instanceof ExpectedError && error.code !== 'CURSOR_EXPIRED'
    ? new ExpectedError(error.code, error.message, { ...error.details, cursor }, error.retryAfter)
    : error

/**
 * Creates a subscriber. One that resumes first reads the events after its position on its own, as fast as its client
 * reads them, and joins its group when it has caught up. From then on, the feed pushes items to its queue, and ends the
 * subscription when the queue is full.
 * @param resumeAt the position to resume at; undefined to receive events from now on.
 */
export const makeSubscriber = (
  feed: FeedOfSubscriber,
  group: Group,
  fields: readonly string[],
  resumeAt: Position | undefined,
): Subscriber => {
  let isLive = false
  let isEnded = false
  /** Everything up to here is in the queue or has been read. */
  let queuedTo = resumeAt ?? feed.boundary()
  /** Everything up to here has been read. */
  let readTo = queuedTo

  const leave = () => {
    isEnded = true
    feed.leave(group, subscriber)
  }
  const queue = makeQueue<Item>(leave)

  const end = (error: Error, isImmediate = false) => {
    if (isEnded && !isImmediate) return
    const position = isImmediate ? readTo : isLive ? latest(queuedTo, feed.delivered()) : queuedTo
    isEnded = true
    const last: LiveEnd = { kind: 'end', error: withCursor(error, writeCursor(feed.history(), position)) }
    if (isImmediate) queue.replace(last)
    else queue.finish(last)
    leave()
  }

  const push = (found: readonly Found[], loads: SharedLoads) => {
    for (const { entry, row } of found) {
      if (isEnded || comparePositions(entry.position, queuedTo) <= 0) continue
      queue.push({
        kind: 'event',
        cursor: writeCursor(feed.history(), entry.position),
        row,
        loads,
        position: entry.position,
      })
      queuedTo = entry.position
    }
  }

  const catchUp = async (): Promise<void> => {
    while (!isLive && !isEnded && queue.size() === 0) {
      const batch = await readEvents(feed.db, queuedTo)
      if (batch.hasGap) {
        end(makeExpiredError('Events after the cursor have been removed.'))
        return
      }
      let isComplete = true
      for (const piece of inPieces(batch.events, queuedTo)) {
        push(await group.find(piece, fields), feed.makeLoads())
        queuedTo = latest(queuedTo, piece.at(-1)?.position ?? queuedTo)
        isComplete = queue.size() === 0
        if (!isComplete) break
      }
      if (isComplete) queuedTo = latest(queuedTo, batch.end)
      if (!isEnded && comparePositions(queuedTo, feed.boundary()) >= 0) {
        isLive = true
        feed.join(group, subscriber)
      }
    }
  }

  const stream: LiveStream<LiveRow> = {
    next: async () => {
      if (!isLive)
        await runOutsideScope(catchUp).catch((error: unknown) => end(explainDatabaseFailure(error) ?? (error as Error)))
      const result = await queue.next()
      if (!result.done && result.value.kind === 'event') {
        readTo = result.value.position
        feed.onDelivered()
      }
      return result
    },
    return: () => queue.return(),
    end,
    [Symbol.asyncIterator]: () => stream,
  }

  const subscriber: Subscriber = {
    fields,
    stream,
    isOverHalf: () => queue.size() > maxQueued / 2,
    receive: (found, loads) => {
      push(found, loads)
      if (queue.size() <= maxQueued) return
      feed.onEvicted()
      end(
        tryAgain(
          'SERVICE_UNAVAILABLE',
          `The subscription was ended, since ${maxQueued} events were waiting to be read. Subscribe again after the cursor of this error.`,
          1,
        ),
      )
    },
  }
  if (resumeAt === undefined) {
    isLive = true
    feed.join(group, subscriber)
  }
  return subscriber
}
