import type { Prisma } from '../generated/client.ts'
import type { ListSource } from '../lists/source.ts'
import type { FilterArgs } from '../sql/givenFilter.ts'
import type { MonitoringFields } from '../sql/monitoringRules.ts'
import type { Entry } from './entries.ts'
import type { Change } from './tables.ts'

/** A row with an id. */
export interface LiveRow {
  readonly id: string
}

/** What the subscribers of one piece of events share: loads of related records, which none of them cancels. */
export interface SharedLoads {
  /** Runs a load outside of the request of the subscriber that happens to need it first. */
  run<Result>(load: () => Result): Result
}

/** A delivered event. */
export interface LiveItem<Row> extends StreamItem {
  readonly cursor: string
  readonly row: Row
  readonly loads: SharedLoads
}

/** The last item of a subscription that the server ends. */
export interface LiveEnd {
  readonly kind: 'end'
  readonly error: Error
}

/** A subscription to the rows of a record. */
export interface LiveRequest<Row extends LiveRow, Fields extends MonitoringFields, Order extends string> {
  readonly model: Prisma.ModelName
  readonly source: ListSource<Row, Fields, Order>
  readonly changes: readonly Change[]
  /** The filter arguments as given. Relative windows are resolved for each piece of events. */
  readonly given: FilterArgs<Fields>
  /** The fields of the rows to read. */
  readonly fields: readonly string[]
  /** The cursor to resume after; by default, only events from now on are delivered. */
  readonly after?: string | null | undefined
}

/**
 * The items that are not delivered when the server ends a stream: none by default, otherwise those that have not been
 * read, or also the one that was read last.
 */
export type Drops = 'unread' | 'last and unread' | undefined

/** A stream of items that the server can end. */
export interface ServerStream<Item> extends AsyncIterableIterator<Item | LiveEnd, undefined> {
  /** Ends the stream with an error. If it can be resumed, the error receives the cursor to resume after. */
  end(error: Error, drops?: Drops): void
  return(): Promise<IteratorResult<Item | LiveEnd, undefined>>
}

/** What the items of all subscriptions have in common. */
export interface StreamItem {
  readonly kind: 'event'
  readonly cursor?: string
  readonly loads?: SharedLoads
}

/** The items of a subscription to a record, in order. */
export interface LiveStream<Row> extends ServerStream<LiveItem<Row>> {}

/** An entry of a piece that matches a subscription, with its row. */
export interface Found {
  readonly entry: Entry
  readonly row: LiveRow
  /** The approximate size of the row in memory, in bytes. */
  readonly size: number
}

/** A subscriber, whose items are read by one client. */
export interface Subscriber {
  readonly fields: readonly string[]
  readonly stream: LiveStream<LiveRow>
  /** Bytes of the rows that wait for its client. */
  queuedBytes(): number
  /** Ends the subscription because its client is too slow, and drops what waits for it. */
  evict(): void
  /** Milliseconds for which items have waited without its client reading any; 0 if none waits. */
  stalledFor(): number
  /** Receives the matching entries of a piece. */
  receive(found: readonly Found[], loads: SharedLoads): void
}
