import { Temporal } from 'temporal-polyfill'
import { compareWindow } from '../../../src/shared/comparison.ts'
import { groupBy } from '../../../src/shared/groupBy.ts'
import { type ResolvedWindow, resolveWindow } from '../../../src/shared/timeWindow.ts'
import { type MetricsCase, orderValue } from './drawCase.ts'
import { computeBuckets } from './plainBuckets.ts'
import type { Row } from './plainMeasures.ts'
import type { PlainDimension } from './plainRecord.ts'
import { type MetricsRows, metricsNow } from './rows.ts'

/** The value of a key as groups are ordered by it. */
type KeyValue = string | number | boolean | null

const localTime = (time: Date, zone: string) =>
  Temporal.Instant.fromEpochMilliseconds(time.getTime()).toZonedDateTimeISO(zone)

const readValue = (drawn: MetricsCase, { field, kinds, clock }: PlainDimension, row: Row): KeyValue => {
  if (clock) return localTime(row[drawn.record.timeField] as Date, drawn.timeZone)[clock]
  const value = (row[field ?? ''] ?? null) as KeyValue
  if (!kinds || value === null) return value
  return String(value) in kinds ? String(value) : 'unknown'
}

/** The rows with one value of each list that groups are formed by, once for each of them. */
const expandLists = ({ record, groupBy: names }: MetricsCase, rows: readonly Row[]): readonly Row[] =>
  names.reduce((all, name) => {
    const { field = '', isList } = record.dimensions[name] ?? { key: '' }
    if (!isList) return all
    return all.flatMap((row) => {
      const values = row[field] as readonly unknown[]
      return (values.length === 0 ? [null] : values).map((value) => ({ ...row, [field]: value }) as Row)
    })
  }, rows)

/** A group of rows, by the values of its key. */
interface Group {
  readonly key: readonly KeyValue[]
  readonly rows: readonly Row[]
}

const compareValues = (one: unknown, other: unknown): number => {
  if (typeof one === 'string' && typeof other === 'string') return Buffer.compare(Buffer.from(one), Buffer.from(other))
  return Number(one) - Number(other)
}

/** Compares with nulls last in either direction. */
const compareIn = (direction: 'ASC' | 'DESC', one: unknown, other: unknown): number => {
  if (one === null || other === null) return Number(one === null) - Number(other === null)
  return direction === 'ASC' ? compareValues(one, other) : compareValues(other, one)
}

const compareKeys = (direction: 'ASC' | 'DESC', one: Group, other: Group): number =>
  one.key.reduce<number>((found, value, index) => found || compareIn(direction, value, other.key[index] ?? null), 0)

const sortGroups = ({ record, orderBy }: MetricsCase, groups: readonly Group[]): Group[] => {
  const [mostRows = () => 0] = Object.values(record.measures)
  const value = orderBy ? orderValue(record, orderBy.field) : mostRows
  const direction = orderBy?.direction ?? 'DESC'
  if (!value) return groups.toSorted((one, other) => compareKeys(direction, one, other))
  return groups.toSorted(
    (one, other) => compareIn(direction, value(one.rows), value(other.rows)) || compareKeys('ASC', one, other),
  )
}

/** The newest known name of an id, among all rows. */
const nameOf = (drawn: MetricsCase, dimension: PlainDimension, stored: MetricsRows, id: KeyValue) => {
  const { field = '', nameField = '', namesOf = drawn.record.kind } = dimension
  const timeField = namesOf === 'session' ? 'lastActivity' : 'timestamp'
  const all = stored[namesOf] as unknown as readonly Row[]
  const [newest] = all
    .filter((row) => row[field] === id && row[nameField] !== null && row[nameField] !== '')
    .toSorted(
      (one, other) =>
        Number(other[timeField]) - Number(one[timeField]) || compareValues(one[nameField], other[nameField]),
    )
  return newest?.[nameField] ?? null
}

const printKey = (drawn: MetricsCase, key: readonly KeyValue[] | undefined, stored: MetricsRows) =>
  Object.fromEntries(
    drawn.groupBy.map((name, index) => {
      const dimension = drawn.record.dimensions[name]
      const value = key?.[index] ?? null
      if (!dimension) throw new Error(`There is no dimension ${name}`)
      if (value === null) return [dimension.key, null]
      if (dimension.kinds) return [dimension.key, dimension.kinds[String(value)] ?? 'UNKNOWN']
      return [dimension.key, dimension.isNamed ? { id: value, name: nameOf(drawn, dimension, stored, value) } : value]
    }),
  )

const share = (part: number, whole: number) => (whole === 0 ? null : Number(((part / whole) * 100).toFixed(2)))

/** The response of a case, computed row by row, based only on the documented meaning. */
export const computeMetrics = (drawn: MetricsCase, stored: MetricsRows): Readonly<Record<string, unknown>> => {
  const { record, filter, scope, measured, selected, shares, groupSeries } = drawn
  const all: readonly Row[] = stored[record.kind] as unknown as readonly Row[]
  const matching = all.filter(
    (row) =>
      filter.matches(row, stored) && (!('botIds' in scope) || (scope['botIds'] as unknown[]).includes(row['botId'])),
  )
  const window = readWindow(drawn)
  const previous = drawn.compareTo && compareWindow(window, drawn.compareTo)
  const inWindow = ({ startTime, endTime }: ResolvedWindow) =>
    matching.filter((row) => {
      const time = row[record.timeField] as Date
      return (!startTime || time >= startTime) && (!endTime || time <= endTime)
    })
  const rows = inWindow(window)
  const rowsBefore = previous ? inWindow(previous) : undefined
  const buckets = (of: readonly Row[], before: readonly Row[] | undefined, span: readonly Row[]) =>
    computeBuckets(drawn, { window, previous, rows: of, rowsBefore: before, span })
  const keyOf = (row: Row) => drawn.groupBy.map((name) => readValue(drawn, record.dimensions[name] ?? { key: '' }, row))
  // A row with several values of a list counts for the group of each of them.
  const expandedRows = expandLists(drawn, rows)
  const expandedBefore = rowsBefore && expandLists(drawn, rowsBefore)
  const groups = sortGroups(
    drawn,
    [...groupBy(expandedRows, (row) => JSON.stringify(keyOf(row)))].map(([key, of]) => ({
      key: JSON.parse(key),
      rows: of,
    })),
  )
  const listed = groups.slice(0, drawn.first)
  const rest = groups.slice(drawn.first)
  const isListed = (row: Row) => listed.some(({ key }) => JSON.stringify(key) === JSON.stringify(keyOf(row)))
  const hasOthers = drawn.others && rest.length > 0
  const span = hasOthers ? rows : expandedRows.filter(isListed)
  const printGroup = (key: readonly KeyValue[] | undefined, of: readonly Row[]) => {
    const before = expandedBefore?.filter((row) =>
      key ? JSON.stringify(key) === JSON.stringify(keyOf(row)) : !isListed(row),
    )
    return {
      isOthers: key === undefined,
      key: printKey(drawn, key, stored),
      measures: measured.compute(of),
      previous: before ? measured.compute(before) : null,
      share: Object.fromEntries(
        shares.map((name) => [name, share(Number(record.measures[name]?.(of)), Number(record.measures[name]?.(rows)))]),
      ),
      ...(groupSeries ? { series: buckets(of, before, span) } : {}),
    }
  }
  return {
    ...(selected.has('totals') ? { totals: measured.compute(rows) } : {}),
    ...(selected.has('previous') ? { previous: rowsBefore ? measured.compute(rowsBefore) : null } : {}),
    ...(selected.has('series') ? { series: buckets(rows, rowsBefore, rows) } : {}),
    ...(selected.has('groups')
      ? {
          groupCount: groups.length,
          truncated: rest.length > 0,
          groups: [
            ...listed.map(({ key, rows: of }) => printGroup(key, of)),
            ...(hasOthers
              ? [
                  printGroup(
                    undefined,
                    rest.flatMap(({ rows: of }) => of),
                  ),
                ]
              : []),
          ],
        }
      : {}),
  }
}

const readWindow = ({ window: { input }, timeZone }: MetricsCase): ResolvedWindow => {
  const { startTime, endTime, last, calendar } = input
  return resolveWindow(
    {
      startTime: startTime === undefined ? null : new Date(startTime),
      endTime: endTime === undefined ? null : new Date(endTime),
      last: last === undefined ? null : Temporal.Duration.from(last),
      calendar: calendar as never,
    },
    { asOf: metricsNow, timeZone, shown: String },
  )
}
