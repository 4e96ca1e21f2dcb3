import sql, { empty, join, raw, type Sql } from 'sql-template-tag'
import { groupBy } from '../../shared/groupBy.ts'
import { divideHours } from '../../shared/hourSpans.ts'
import { type CoveredSpan, coverSpan, coverSpanSigned, type Grain, type Span } from '../../shared/rollupSpans.ts'
import { formatTime, isTimeInRange } from '../../shared/time.ts'
import { checkWindow } from '../../shared/timeWindow.ts'
import { columnSql, type Filter, filterSql, type Rules, restrictsNothing, type Window } from '../sql/filters.ts'
import { tableSql } from '../sql/rows.ts'
import { deltasSql, dimensionsSql, measuresOfRow, measuresSql, type Rollup, rollupsSql } from './rollup.ts'
import { binSql, type SketchedRollup, sketchesSql } from './sketches.ts'

/** Options of reading from rollups. */
export interface RolledOptions {
  /** The longest periods that may be read as one; undefined to read rows only. */
  readonly coarsest?: Grain | undefined
  /**
   * Whether nothing is grouped by a dimension. Periods are then read in total, if there are such, and if the filter
   * does not restrict a dimension either.
   */
  readonly inTotal?: boolean
  /**
   * The hours of the day in UTC at which groups may start; undefined if they may start at any hour. Periods in total
   * are then read in blocks of several hours, if there are such.
   */
  readonly startHours?: readonly number[] | undefined
}

/**
 * A relation named `rolled` with the statistics of the rows that match a filter. They are combined from the minimum
 * number of periods, from rollups and their deltas, and from the rows at the ends of the window. It has the columns
 * `time` (when the period started or the row was recorded), the dimensions, `row_count` and the measures. All are read
 * from one snapshot, so the result is exact. A sum may cover no rows: group with `HAVING sum(row_count) > 0`.
 * @param filter may restrict only dimensions and the window.
 * @throws BAD_USER_INPUT as {@link filterSql}.
 */
export const rolledSql = <Fields extends Window>(
  rollup: Rollup,
  rules: Rules<Fields>,
  filter: Filter<Fields>,
  options: RolledOptions = { coarsest: 'month' },
): Sql => {
  const measures = measuresOfRow(rollup).map(([name, value]) => sql`${value} AS ${raw(`"${name}"`)}`)
  const parts: Parts = {
    periods: rollupsSql(rollup),
    totals: ['hour'],
    hasBlocks: false,
    columns: measuresSql(rollup),
    subtracted: undefined,
    ofRow: join(measures, ', '),
  }
  return combineSql(rollup, rules, filter, options, parts)
}

/**
 * The same of sketches: a relation with the columns `time`, the dimensions, and the arrays `bins` and `counts`, which
 * contain pairs. Only the sums of the counts of each bin have a meaning.
 */
export const sketchedSql = <Fields extends Window>(
  rollup: SketchedRollup,
  rules: Rules<Fields>,
  filter: Filter<Fields>,
  options: RolledOptions,
): Sql =>
  combineSql(rollup, rules, filter, options, {
    periods: sketchesSql(rollup),
    totals: ['hour', 'day', 'month'],
    hasBlocks: true,
    columns: raw('bins, counts'),
    subtracted: raw('bins, ARRAY(SELECT -n FROM unnest(counts) AS n) AS counts'),
    ofRow: sql`ARRAY[${binSql(rollup)}] AS bins, ARRAY[1] AS counts`,
  })

/** Where statistics are read from. */
interface Parts {
  /** The table of periods. */
  readonly periods: Sql
  /** The grains that it also has without dimensions. */
  readonly totals: readonly Grain[]
  /** Whether it also has blocks of several hours without dimensions. */
  readonly hasBlocks: boolean
  /** The columns besides the dimensions. */
  readonly columns: Sql
  /** The same columns with negative numbers, if periods may be subtracted. */
  readonly subtracted: Sql | undefined
  /** The same columns of a row. */
  readonly ofRow: Sql
}

const combineSql = <Fields extends Window>(
  rollup: Rollup,
  rules: Rules<Fields>,
  filter: Filter<Fields>,
  { coarsest, inTotal = false, startHours }: RolledOptions,
  { periods: table, totals, hasBlocks, columns, subtracted, ofRow }: Parts,
): Sql => {
  checkWindow(filter)
  const conditions = { ...filter, startTime: null, endTime: null } as Filter<Fields>
  const where = filterSql(rules, conditions)
  const isTotal = inTotal && Object.values(conditions).every(restrictsNothing)
  const nameOf = (grain: CoveredSpan['grain']) =>
    isTotal && (grain === 'block' || totals.includes(grain)) ? `${grain}_total` : grain
  const divide = (period: CoveredSpan): readonly CoveredSpan[] => {
    if (period.grain !== 'hour' || !subtracted || !startHours) return [period]
    const { start, isSubtracted } = period
    const given = { ...(start && { start }), ...(isSubtracted && { isSubtracted }) }
    // What is subtracted from a longer period is in the group of this period, wherever other groups start.
    const hours = divideHours(period, { startHours: start ? [] : startHours, hasBlocks: hasBlocks && isTotal })
    return hours.map((one) => ({ ...one, ...given }))
  }
  const read = (spans: readonly CoveredSpan[]): Sql => {
    const [{ start, isSubtracted = false } = {}] = spans
    const counted = sql`${dimensionsSql(rollup)}, ${isSubtracted && subtracted ? subtracted : columns}`
    const isRead = periodsSql(spans.map((one) => ({ ...one, grain: nameOf(one.grain) })))
    return sql`
  SELECT ${countedAtSql(start)} AS "time", ${counted} FROM ${table} WHERE (${isRead}) AND ${where}`
  }
  const names = sql`${dimensionsSql(rollup)}, ${columns}`
  const time = columnSql(rollup.time)
  const span = spanOf(filter)
  const { periods, whole, ragged } = coarsest
    ? (subtracted ? coverSpanSigned : coverSpan)(span, coarsest)
    : { periods: [], whole: undefined, ragged: [span] }
  const parts = [
    ...(whole
      ? [
          ...[
            ...groupBy(periods.flatMap(divide), ({ start, isSubtracted }) =>
              JSON.stringify([start, isSubtracted]),
            ).values(),
          ].map(read),
          sql`
  SELECT hour, ${names} FROM ${deltasSql(rollup)} WHERE ${within(raw('hour'), whole)} AND ${where}`,
        ]
      : []),
    ...ragged.map(
      (part) => sql`
  SELECT ${time} AS "time", ${dimensionsSql(rollup)}, ${ofRow}
  FROM ${tableSql(rollup.table)} WHERE ${within(time, part)} AND ${where}`,
    ),
  ]
  return sql`(${join(parts, ' UNION ALL ')}) AS rolled`
}

const spanOf = ({ startTime, endTime }: Filter<Window>): Span => ({
  from: startTime?.getTime() ?? Number.NEGATIVE_INFINITY,
  to: endTime ? endTime.getTime() + 1 : Number.POSITIVE_INFINITY,
})

/** Formats a bound for PostgreSQL. Bounds outside of the valid range are replaced by infinity. */
const formatBound = (time: number): string => {
  const date = new Date(time)
  if (isTimeInRange(date)) return formatTime(date)
  return time < 0 ? '-infinity' : 'infinity'
}

/** The time that periods are counted at. */
const countedAtSql = (start: CoveredSpan['start']): Sql =>
  start ? raw(`date_trunc('${start.grain}', period, 'UTC') + interval '${start.hours} hours'`) : raw('period')

/**
 * The hour of the day in UTC, by the number of hours since 1970, which is negative before: that takes a fraction of the
 * time of a conversion to a time zone.
 */
const hourOfDaySql = raw(`(date_part('epoch', period)::bigint / 3600 % 24 + 24) % 24`)

/** Periods of a table: their grain, as stored, and when they start. */
interface Period extends Pick<CoveredSpan, 'from' | 'to' | 'except'> {
  readonly grain: string
}

/**
 * The spans are alternatives in one condition, so that the planner estimates few periods and reads them by index. Hours
 * are excluded instead of listed, since the planner would estimate far fewer periods of listed ones.
 */
const periodsSql = (periods: readonly Period[]): Sql =>
  join(
    periods.map(({ grain, except = [], ...span }) => {
      const hours = except.length > 0 ? sql` AND ${hourOfDaySql} <> ALL(${except}::bigint[])` : empty
      return sql`(grain = ${grain} AND ${within(raw('period'), span)}${hours})`
    }),
    ' OR ',
  )

const within = (time: Sql, { from, to }: Span): Sql =>
  sql`${time} >= ${formatBound(from)}::timestamptz AND ${time} < ${formatBound(to)}::timestamptz`
