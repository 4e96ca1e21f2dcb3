import { setTimeout as sleep } from 'node:timers/promises'
import { ExpectedError, tryAgain } from '../../shared/errors.ts'
import { runOutsideScope } from '../../shared/requestScope.ts'
import type { Turns } from '../../shared/turns.ts'
import { explainDatabaseFailure } from '../failures.ts'
import type { Queryable } from '../queryable.ts'
import type { Backlog } from './backlog.ts'
import { makeExpiredError, writeCursor } from './cursor.ts'
import { comparePositions, inPieces, latest } from './entries.ts'
import { type Position, readEvents } from './events.ts'
import type { Group } from './groups.ts'
import { makeQueue } from './queue.ts'
import { readIntervals } from './reader.ts'
import type { Drops, Found, LiveEnd, LiveRow, LiveStream, SharedLoads, Subscriber } from './subscription.ts'

/** Maximum number of items that wait for a subscriber, and of bytes of their rows. One item may be larger. */
const [maxQueued, maxQueuedBytes] = [1000, 4_000_000]

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
  /** What waits for all subscribers. */
  readonly backlog: Backlog
  /** Monotonic time in milliseconds. */
  elapsed(): number
  /** The turns in which subscribers read events on their own. */
  readonly reads: Turns
  /** Adds a subscriber that has received everything up to the boundary to its group. */
  join(group: Group, subscriber: Subscriber): void
  /** Removes a subscriber that reads events on its own again from its group. */
  leaveGroup(group: Group, subscriber: Subscriber): void
  leave(group: Group, subscriber: Subscriber): void
  onDelivered(): void
  onEvicted(): void
}

/** An event that waits for the client. Many do, so that they are as small as possible. */
interface Waiting {
  readonly kind: 'waiting'
  readonly found: Found
  /** The history of events that its position belongs to. */
  readonly history: string
  readonly loads: SharedLoads
}
/** An item, and the position before it: everything up to there has been delivered once the previous items are read. */
type Item = (Waiting | LiveEnd) & { readonly before: Position }

const makeSlowError = (reason: string) =>
  tryAgain(
    'SERVICE_UNAVAILABLE',
    `The subscription was ended, since ${reason}. Subscribe again after the cursor of this error.`,
    1,
  )

/** Adds the cursor to resume after to an error that ends a subscription, if it can be resumed. */
const withCursor = (error: Error, cursor: string): Error =>
  error instanceof ExpectedError && error.code !== 'CURSOR_EXPIRED'
    ? new ExpectedError(error.code, error.message, { ...error.details, cursor }, error.retryAfter)
    : error

/**
 * Creates a subscriber. One that resumes first reads the events after its position on its own, as fast as its client
 * reads them, and joins its group when it has caught up. From then on, the feed pushes items to its queue. When the
 * queue is full, the subscriber falls behind: once its client has read the queue, it catches up on its own again. It
 * delays nobody else. If the client reads nothing while as many events as the queue holds follow, the subscription is
 * ended. The queues of all subscribers together are bounded, too: a subscriber for which there is no room falls behind.
 * @param resumeAt the position to resume at; undefined to receive events from now on.
 */
export const makeSubscriber = (
  feed: FeedOfSubscriber,
  group: Group,
  fields: readonly string[],
  resumeAt: Position | undefined,
): Subscriber => {
  let isLive = false
  /** The number of events that it has not received since its queue was full, and those it had read then. */
  let behind: { missed: number; readonly read: number } | undefined
  let read = 0
  /** When its client last read an item, or when one began to wait for it. */
  let activeAt = 0
  let queuedBytes = 0
  let isEnded = false
  /** Everything up to here is in the queue or has been read. */
  let queuedTo = resumeAt ?? feed.boundary()
  /** The position before the item that was read last. */
  let readBefore = queuedTo

  const leave = () => {
    isEnded = true
    feed.leave(group, subscriber)
  }
  const release = (item: Item) => {
    if (item.kind !== 'waiting') return
    queuedBytes -= item.found.size
    feed.backlog.remove(item.found)
  }
  const queue = makeQueue<Item>(leave, release)

  /** Everything up to here has been delivered once the waiting items have been read. */
  const deliveredTo = () => (isLive && !behind ? latest(queuedTo, feed.delivered()) : queuedTo)
  /** The position to resume at after an end that drops items. */
  const positionAfter = (drops: Drops): Position => {
    if (drops === 'last and unread') return readBefore
    return (drops && queue.first()?.before) || deliveredTo()
  }
  const end: LiveStream<LiveRow>['end'] = (error, drops) => {
    if (isEnded && !drops) return
    const before = positionAfter(drops)
    isEnded = true
    const last: Item = { kind: 'end', error: withCursor(error, writeCursor(feed.history(), before)), before }
    if (drops) queue.replace(last)
    else queue.finish(last)
    leave()
  }

  const isFull = (size: number) =>
    queue.size() >= maxQueued || (queue.size() > 0 && queuedBytes + size > maxQueuedBytes)

  /** Appends items to the queue. Returns the number of those that it could not hold. */
  const push = (found: readonly Found[], loads: SharedLoads): number => {
    for (const [index, one] of found.entries()) {
      const { position } = one.entry
      if (isEnded || comparePositions(position, queuedTo) <= 0) continue
      const isOnly = queue.size() === 0
      if (isFull(one.size) || !feed.backlog.add(one, isOnly)) return found.length - index
      if (isOnly) activeAt = feed.elapsed()
      queuedBytes += one.size
      const before = deliveredTo()
      queue.push({ kind: 'waiting', found: one, history: feed.history(), loads, before })
      queuedTo = position
    }
    return 0
  }

  /** Reads a batch of events, as far as it finds one that matches. Returns whether there was any event. */
  const readBatch = async (): Promise<boolean> => {
    if (isEnded) return false
    const batch = await readEvents(feed.db, queuedTo)
    if (batch.hasGap) {
      end(makeExpiredError('Events after the cursor have been removed.'))
      return false
    }
    for (const piece of inPieces(batch.events, queuedTo)) {
      const loads = feed.makeLoads()
      for await (const found of group.find(piece, fields)) if (push(found, loads) > 0) return true
      queuedTo = latest(queuedTo, piece.at(-1)?.position ?? queuedTo)
      if (queue.size() > 0) break
    }
    if (queue.size() === 0) queuedTo = latest(queuedTo, batch.end)
    if (!isEnded && comparePositions(queuedTo, feed.boundary()) >= 0) {
      isLive = true
      feed.join(group, subscriber)
    }
    return batch.events.length > 0
  }
  const isBehind = () => !isLive && !isEnded && queue.size() === 0
  const catchUp = async (): Promise<void> => {
    while (isBehind())
      // An open transaction may hold back events that the feed has read.
      if (!(await feed.reads.take(readBatch)) && isBehind()) await sleep(readIntervals.heldBack)
  }

  /** Notes events that it does not receive, and ends the subscription if its client has read nothing for too many. */
  const miss = (count: number) => {
    behind ??= { missed: 0, read }
    behind.missed += count
    if (behind.missed < maxQueued) return
    if (behind.read < read) {
      behind = { missed: 0, read }
      return
    }
    feed.onEvicted()
    end(makeSlowError(`${maxQueued} events were waiting to be read`))
  }

  const stream: LiveStream<LiveRow> = {
    next: async () => {
      if (behind && !isEnded && queue.size() === 0) {
        behind = undefined
        isLive = false
        feed.leaveGroup(group, subscriber)
      }
      if (!isLive)
        await runOutsideScope(catchUp).catch((error: unknown) => end(explainDatabaseFailure(error) ?? (error as Error)))
      const { done, value } = await queue.next()
      if (done) return { done, value: undefined }
      if (value.kind === 'end') return { done: false, value }
      release(value)
      readBefore = value.before
      read += 1
      activeAt = feed.elapsed()
      feed.onDelivered()
      const { found, history, loads } = value
      const cursor = writeCursor(history, found.entry.position)
      return { done: false, value: { kind: 'event', cursor, row: found.row, loads } }
    },
    return: async () => {
      await queue.return()
      return { done: true, value: undefined }
    },
    end,
    [Symbol.asyncIterator]: () => stream,
  }

  const subscriber: Subscriber = {
    fields,
    stream,
    queuedBytes: () => queuedBytes,
    evict: () => {
      feed.onEvicted()
      end(makeSlowError('too much was waiting to be read by all clients (MAX_SUBSCRIPTION_QUEUE_BYTES)'), 'unread')
    },
    stalledFor: () => (queue.size() > 0 && !isEnded ? feed.elapsed() - activeAt : 0),
    receive: (found, loads) => {
      const missed = behind ? found.length : push(found, loads)
      if (missed > 0) miss(missed)
    },
  }
  if (resumeAt === undefined) {
    isLive = true
    feed.join(group, subscriber)
  }
  return subscriber
}
