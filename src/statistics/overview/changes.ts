import type { Temporal } from 'temporal-polyfill'
import type { Db } from '../../db/client.ts'
import { explainDatabaseFailure } from '../../db/failures.ts'
import type { Feed } from '../../db/live/feed.ts'
import { makeQueue } from '../../db/live/queue.ts'
import type { LiveEnd, ServerStream } from '../../db/live/subscription.ts'
import { type GivenFilter, resolveFilter } from '../../db/sql/givenFilter.ts'
import type { MonitoringFields } from '../../db/sql/monitoringRules.ts'
import { minute } from '../../shared/duration.ts'
import { badInput } from '../../shared/errors.ts'
import { millisecondsOf } from '../../shared/isoDuration.ts'
import { runOutsideScope } from '../../shared/requestScope.ts'
import type { ResolvedWindow } from '../../shared/timeWindow.ts'
import { makeTurns, type Turns } from '../../shared/turns.ts'
import { type MetricName, metrics } from './metrics.ts'
import { findOverview, type OverviewStatistics, overviewParts, overviewTables } from './queries.ts'

/** Milliseconds after which metrics are computed again without an event, e.g. since retention removed records. */
const recheckInterval = minute
/** The bounds of `every`, in milliseconds. */
const intervalBounds = { least: 1000, most: 60 * minute }

/** The metrics of a scope at a time. */
export interface OverviewChange {
  readonly kind: 'event'
  readonly statistics: OverviewStatistics
  readonly window: ResolvedWindow
}

type Stream = ServerStream<OverviewChange>

interface Subscriber {
  readonly stream: Stream
  offer(change: OverviewChange): void
}

/** The subscribers to the metrics of one scope at one interval, which are computed once for all of them. */
interface Group {
  join(subscriber: Subscriber): Promise<void>
  leave(subscriber: Subscriber): void
}

/** Number of groups whose metrics are computed at the same time. */
const concurrentGroups = 2

/** What the subscriptions of a feed share: their groups, by scope and interval, and the turns in which they compute. */
interface Shared {
  readonly groups: Map<string, Group>
  readonly turns: Turns
}
const sharedOf = new WeakMap<Feed, Shared>()

const shareWith = (live: Feed): Shared => {
  const shared = sharedOf.get(live) ?? { groups: new Map<string, Group>(), turns: makeTurns(concurrentGroups) }
  sharedOf.set(live, shared)
  return shared
}

/** Options of a subscription to the metrics of the overview. */
export interface OverviewChangesOptions {
  readonly prisma: Db
  readonly live: Feed
  readonly scope: GivenFilter<MonitoringFields> | null | undefined
  readonly every: Temporal.Duration
  /** The metrics that the client selects. */
  readonly selected: readonly MetricName[]
}

/** Reads the interval. @throws BAD_USER_INPUT for an interval out of bounds. */
const readInterval = (every: Temporal.Duration): number => {
  const interval = millisecondsOf(every)
  if (interval < intervalBounds.least || interval > intervalBounds.most)
    throw badInput(`every must be from PT1S to PT1H, not ${every.toString()}`)
  return interval
}

const makeGroup = (
  { prisma, live, scope }: OverviewChangesOptions,
  interval: number,
  turns: Turns,
  onEmpty: () => void,
): Group => {
  const subscribers = new Set<Subscriber>()
  const isRelative = scope?.last != null || scope?.calendar != null
  let current: OverviewChange | undefined
  let computedAt = Number.NEGATIVE_INFINITY
  let running: Promise<void> | undefined
  let isDirty = false
  let timer: NodeJS.Timeout | undefined
  let stopWatch: Promise<() => void> | undefined

  const compute = async () => {
    if (subscribers.size === 0) return
    isDirty = false
    computedAt = performance.now()
    const { filter, window } = resolveFilter({ scope }, live.now())
    const statistics = await findOverview(prisma, filter, overviewParts)
    // All parts were requested.
    current = { kind: 'event', statistics: statistics as OverviewStatistics, window }
    for (const subscriber of subscribers) subscriber.offer(current)
  }
  const run = async () => {
    await runOutsideScope(() => turns.take(compute)).catch((error: unknown) => {
      const explained = explainDatabaseFailure(error)
      if (explained?.code === 'SERVICE_UNAVAILABLE') isDirty = true
      else for (const { stream } of [...subscribers]) stream.end(explained ?? (error as Error))
    })
    running = undefined
    if (subscribers.size > 0) schedule(isDirty || isRelative ? interval : recheckInterval)
  }
  const start = () => {
    running ??= run()
    return running
  }
  const schedule = (delay: number) => {
    clearTimeout(timer)
    timer = setTimeout(start, delay).unref()
  }
  const onChange = () => {
    if (!isDirty && !running) schedule(Math.max(0, computedAt + interval - performance.now()))
    isDirty = true
  }

  return {
    join: async (subscriber) => {
      subscribers.add(subscriber)
      stopWatch ??= live.watch(overviewTables, onChange)
      await stopWatch
      if (current && performance.now() - computedAt < interval) subscriber.offer(current)
      else await start()
    },
    leave: (subscriber) => {
      if (!subscribers.delete(subscriber) || subscribers.size > 0) return
      clearTimeout(timer)
      stopWatch?.then((stop) => stop()).catch(() => undefined)
      onEmpty()
    },
  }
}

/** Creates a subscriber. Its queue contains only the newest metrics, and only if those that it selects have changed. */
const makeSubscriber = (selected: readonly MetricName[], onEnd: (subscriber: Subscriber) => void): Subscriber => {
  const queue = makeQueue<OverviewChange | LiveEnd>(() => onEnd(subscriber))
  let last: string | undefined
  const subscriber: Subscriber = {
    offer: (change) => {
      const values = JSON.stringify(selected.map((name) => metrics[name].of(change.statistics)))
      if (values === last) return
      last = values
      queue.clear()
      queue.push(change)
    },
    stream: Object.assign(queue, {
      end: (error: Error) => queue.replace({ kind: 'end', error }),
    }),
  }
  return subscriber
}

/**
 * Subscribes to the metrics of a scope: the current ones first, then at most once per interval, if they have changed.
 * @throws BAD_USER_INPUT for an invalid scope or interval.
 */
export const subscribeToOverview = async (options: OverviewChangesOptions): Promise<Stream> => {
  const { live, scope, every, selected } = options
  const interval = readInterval(every)
  resolveFilter({ scope }, live.now())
  const { groups, turns } = shareWith(live)
  const key = JSON.stringify([interval, scope])
  const group = groups.get(key) ?? makeGroup(options, interval, turns, () => groups.delete(key))
  groups.set(key, group)
  const subscriber = makeSubscriber(selected, group.leave)
  try {
    await group.join(subscriber)
  } catch (error) {
    group.leave(subscriber)
    throw error
  }
  return subscriber.stream
}
