import type { Db } from '../client.ts'
import { delegateOf } from '../delegates.ts'
import { filterSql } from '../sql/filters.ts'
import { resolveFilter } from '../sql/givenFilter.ts'
import type { MonitoringFields } from '../sql/monitoringRules.ts'
import type { Entry } from './entries.ts'
import type { Found, LiveRequest, LiveRow, Subscriber } from './subscription.ts'

/** Subscribers to the same rows, which are looked up once for all of them. */
export interface Group {
  readonly key: string
  readonly tableName: string
  readonly receivers: ReadonlySet<Subscriber>
  add(receiver: Subscriber): void
  remove(receiver: Subscriber): void
  /** The fields that any of the subscribers needs. */
  fields(): readonly string[]
  /** The entries of a piece that match, in order. Sends a statement only if an entry is of its record. */
  find(piece: readonly Entry[], fields: readonly string[]): Promise<readonly Found[]>
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
    find: async (piece, wanted) => {
      const entries = piece.filter(
        ({ tableName, change }) => tableName === source.table.name && changes.includes(change),
      )
      if (entries.length === 0) return []
      const ids = [...new Set(entries.map(({ id }) => id))]
      const rows = await delegate.findMatching(source, ids, { fields: wanted, filter: filterNow() })
      const byId = new Map(rows.map((row) => [row.id, { row, size: sizeOf(row) }]))
      return entries.flatMap((entry) => {
        const found = byId.get(entry.id)
        return found ? [{ entry, ...found }] : []
      })
    },
  }
}
