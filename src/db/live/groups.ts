import type { Db } from '../client.ts'
import { delegateOf } from '../delegates.ts'
import { filterSql } from '../sql/filters.ts'
import { resolveFilter } from '../sql/givenFilter.ts'
import type { MonitoringFields } from '../sql/monitoringRules.ts'
import type { Entry } from './entries.ts'
import type { Found, LiveRequest, LiveRow, Subscriber } from './subscription.ts'

/** Bytes of long texts after which a statement reads no further row. */
const maxBytes = 2_000_000

/** Subscribers to the same rows, which are looked up once for all of them. */
export interface Group {
  readonly key: string
  readonly tableName: string
  readonly receivers: ReadonlySet<Subscriber>
  add(receiver: Subscriber): void
  remove(receiver: Subscriber): void
  /** The fields that any of the subscribers needs. */
  fields(): readonly string[]
  /**
   * The entries of a piece that match, in order, in parts of bounded size. Sends a statement for each part, and none if no
   * entry is of its record.
   */
  find(piece: readonly Entry[], fields: readonly string[]): AsyncGenerator<readonly Found[], void>
}

/** The approximate size of a row in memory, in bytes. Texts have up to two bytes per character. */
const sizeOf = (row: LiveRow): number =>
  Object.values(row).reduce((sum, value) => sum + (typeof value === 'string' ? 2 * value.length : 16), 100)

/**
 * Creates the group of a subscription. Its filter is resolved for each piece, so that relative windows are current.
 * @throws BAD_USER_INPUT for an invalid filter.
 */
export const makeGroup = <Row extends LiveRow, Fields extends MonitoringFields, Order extends string>(
  prisma: Db,
  { model, source, changes, given }: LiveRequest<Row, Fields, Order>,
  now: () => Date,
): Group => {
  const filterNow = () => resolveFilter(given, now()).filter
  const delegate = delegateOf(prisma, model)
  filterSql(source.rules, filterNow())
  const receivers = new Set<Subscriber>()
  let fields: readonly string[] | undefined
  return {
    key: JSON.stringify([source.table.name, changes, given]),
    tableName: source.table.name,
    receivers,
    add: (receiver) => {
      receivers.add(receiver)
      fields = undefined
    },
    remove: (receiver) => {
      if (receivers.delete(receiver)) fields = undefined
    },
    fields: () => {
      fields ??= [...new Set([...receivers].flatMap((receiver) => receiver.fields))]
      return fields
    },
    async *find(piece, wanted) {
      const request = { fields: wanted, filter: filterNow(), maxBytes }
      let entries = piece.filter(({ tableName, change }) => tableName === source.table.name && changes.includes(change))
      while (entries.length > 0) {
        const ids = [...new Set(entries.map(({ id }) => id))]
        const { rows, rest } = await delegate.findMatching(source, ids, request)
        const byId = new Map(rows.map((row) => [row.id, { row, size: sizeOf(row) }]))
        const isUnread = new Set(rest)
        const firstUnread = entries.findIndex(({ id }) => isUnread.has(id))
        const end = firstUnread < 0 ? entries.length : firstUnread
        yield entries.slice(0, end).flatMap((entry) => {
          const found = byId.get(entry.id)
          return found ? [{ entry, ...found }] : []
        })
        entries = entries.slice(end)
      }
    },
  }
}
