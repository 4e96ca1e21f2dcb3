import type { ExpectedError } from '../../shared/errors.ts'
import { takeEventSlice } from '../../shared/timeSlices.ts'
import { makeTurns } from '../../shared/turns.ts'
import type { Database } from '../database.ts'
import { explainDatabaseFailure } from '../failures.ts'
import type { MonitoringFields } from '../sql/monitoringRules.ts'
import { makeBacklog } from './backlog.ts'
import { makeExpiredError, readCursor } from './cursor.ts'
import { type Entry, inPieces } from './entries.ts'
import { type EventBatch, findHorizon, firstMissing, type Position } from './events.ts'
import { type Group, makeGroup } from './groups.ts'
import { makeNotifier } from './notifier.ts'
import { makeReader } from './reader.ts'
import { makeSubscriber } from './subscriber.ts'
import type { Found, LiveRequest, LiveRow, LiveStream, SharedLoads, Subscriber } from './subscription.ts'

/** Number of statements that run at the same time for one piece of events. */
const concurrentGroups = 2
/** Number of subscribers that read events on their own at the same time. */
const concurrentReads = 1

/** State of a feed, for metrics. */
export interface FeedState {
  /** Number of delivered events, of all subscribers. */
  readonly delivered: number
  /** Number of subscriptions that were ended since their client was too slow. */
  readonly evicted: number
  /** Seconds from the write of an event until it was read, of the latest events. */
  readonly lagSeconds: number
  /** Bytes of what waits for all subscribers. */
  readonly queuedBytes: number
}

/** The live events of a server process: read once from the database, and delivered to its subscribers. */
export interface Feed {
  /**
   * Subscribes to the rows of a record.
   * @throws BAD_USER_INPUT for an invalid filter or cursor, CURSOR_EXPIRED for a cursor whose events are no longer
   *   known, SERVICE_UNAVAILABLE while the server stops.
   */
  subscribe<Row extends LiveRow, Fields extends MonitoringFields, Order extends string>(
    request: LiveRequest<Row, Fields, Order>,
  ): Promise<LiveStream<Row>>
  /**
   * Calls a function when rows of a table may have changed.
   * @returns a function that ends the watch.
   */
  watch(tables: ReadonlySet<string>, onChange: () => void): Promise<() => void>
  /** Reads new events immediately, and notifies other servers. */
  noteWrite(): void
  /** The clock. */
  now(): Date
  state(): FeedState
  /** Ends all subscriptions with an error, and accepts no more. */
  stop(error: ExpectedError): Promise<void>
}

/** Options of a feed. */
export interface FeedOptions {
  readonly db: Database
  readonly now: () => Date
  /** Returns monotonic time in milliseconds. */
  readonly elapsed: () => number
  /** Maximum bytes of what waits for all subscribers. */
  readonly maxQueuedBytes: number
  /** Creates what the subscribers of one piece of events share. */
  readonly makeLoads: () => SharedLoads
  /** Called when events cannot be read. It is retried. */
  readonly onFailure: (error: unknown) => void
}

interface Watch {
  readonly tables: ReadonlySet<string>
  readonly onChange: () => void
}

/** Creates the feed of a process. It reads from the database only while there are subscribers. */
export const makeFeed = ({ db, now, elapsed, maxQueuedBytes, makeLoads, onFailure }: FeedOptions): Feed => {
  const groups = new Map<string, Group>()
  const subscribers = new Set<Subscriber>()
  const watches = new Set<Watch>()
  const counts = { starting: 0, delivered: 0, evicted: 0 }
  let stopError: ExpectedError | undefined

  const endAll = (error: ExpectedError) => {
    for (const { stream } of [...subscribers]) stream.end(error)
  }

  const backlog = makeBacklog(maxQueuedBytes)
  /** Delivers to the subscribers of a group in time slices, between which any of them may leave it. */
  const deliverFound = async (group: Group, found: readonly Found[], loads: SharedLoads): Promise<void> => {
    for (const receiver of [...group.receivers]) {
      if (group.receivers.has(receiver)) receiver.receive(found, loads)
      await takeEventSlice(found.length)
    }
  }

  const deliverPiece = async (piece: readonly Entry[]): Promise<void> => {
    const loads = makeLoads()
    const deliverTo = async (group: Group): Promise<void> => {
      try {
        for await (const found of group.find(piece, group.fields()))
          if (found.length > 0) await deliverFound(group, found, loads)
      } catch (error) {
        const explained = explainDatabaseFailure(error)
        if (explained?.code === 'SERVICE_UNAVAILABLE') throw error
        for (const { stream } of [...group.receivers]) stream.end(explained ?? (error as Error))
      }
    }
    const waiting = [...groups.values()]
    const work = async () => {
      for (let group = waiting.pop(); group; group = waiting.pop()) await deliverTo(group)
    }
    await Promise.all(Array.from({ length: concurrentGroups }, work))
  }

  const deliver = async ({ events }: EventBatch): Promise<void> => {
    backlog.makeRoom(subscribers)
    const changed = new Set(events.map(({ tableName }) => tableName))
    for (const { tables, onChange } of [...watches]) if ([...changed].some((name) => tables.has(name))) onChange()
    const wanted = new Set([...groups.values()].map(({ tableName }) => tableName))
    const relevant = events.filter(({ tableName }) => wanted.has(tableName))
    for (const piece of inPieces(relevant, reader.delivered())) await deliverPiece(piece)
  }

  const reader = makeReader({
    db,
    isNeeded: () => stopError === undefined && subscribers.size + watches.size + counts.starting > 0,
    deliver,
    onGap: endAll,
    onFailure,
  })
  const notifier = makeNotifier(db)

  /** Runs work while the reader is started. */
  const whileStarted = async <Result>(work: () => Promise<Result>): Promise<Result> => {
    counts.starting += 1
    try {
      if (stopError) throw stopError
      await reader.ensureStarted()
      const result = await work()
      if (stopError) throw stopError
      return result
    } finally {
      counts.starting -= 1
    }
  }

  const findPosition = async (after: string): Promise<Position> => {
    const position = readCursor(reader.history(), after)
    const { removed, last } = await findHorizon(db)
    if (removed >= firstMissing(position) || last < position.seq)
      throw makeExpiredError('after: events after the cursor have been removed (LIVE_RETENTION_MINUTES).')
    return position
  }

  const leaveGroup = (group: Group, subscriber: Subscriber): void => {
    const left = groups.get(group.key)
    left?.remove(subscriber)
    if (left?.receivers.size === 0) groups.delete(group.key)
  }
  const feedOfSubscriber = {
    db,
    reads: makeTurns(concurrentReads),
    history: reader.history,
    delivered: reader.delivered,
    boundary: reader.boundary,
    makeLoads,
    backlog,
    elapsed,
    join: (group: Group, subscriber: Subscriber) => {
      const joined = groups.get(group.key) ?? group
      joined.add(subscriber)
      groups.set(group.key, joined)
    },
    leaveGroup,
    leave: (group: Group, subscriber: Subscriber) => {
      leaveGroup(group, subscriber)
      subscribers.delete(subscriber)
      if (subscribers.size === 0) reader.wake()
    },
    onDelivered: () => {
      counts.delivered += 1
    },
    onEvicted: () => {
      counts.evicted += 1
    },
  }

  return {
    subscribe: async <Row extends LiveRow, Fields extends MonitoringFields, Order extends string>(
      request: LiveRequest<Row, Fields, Order>,
    ) => {
      const group = makeGroup(db.prisma, request, now)
      return whileStarted(async () => {
        const resumeAt = request.after == null ? undefined : await findPosition(request.after)
        if (stopError) throw stopError
        const subscriber = makeSubscriber(feedOfSubscriber, groups.get(group.key) ?? group, request.fields, resumeAt)
        subscribers.add(subscriber)
        // Rows have the requested fields, which are a subset of those of the record.
        return subscriber.stream as LiveStream<LiveRow> as LiveStream<Row>
      })
    },
    watch: (tables, onChange) =>
      whileStarted(async () => {
        const watch = { tables, onChange }
        watches.add(watch)
        return () => {
          watches.delete(watch)
          reader.wake()
        }
      }),
    now,
    noteWrite: () => {
      reader.wake()
      if (!stopError) notifier.notify()
    },
    state: () => ({
      delivered: counts.delivered,
      evicted: counts.evicted,
      queuedBytes: backlog.bytes(),
      lagSeconds: subscribers.size + watches.size > 0 ? reader.lagSeconds() : 0,
    }),
    stop: async (error) => {
      stopError = error
      endAll(error)
      reader.wake()
      await reader.untilStopped()
    },
  }
}
