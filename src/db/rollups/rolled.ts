import sql, { join, raw, type Sql } from 'sql-template-tag'
import { coverSpan, type Grain, type Span } from '../../shared/rollupSpans.ts'
import { formatTime, isTimeInRange } from '../../shared/time.ts'
import {
  checkWindow,
  columnSql,
  type Filter,
  filterSql,
  type Rules,
  restrictsNothing,
  type Window,
} from '../sql/filters.ts'
import { tableSql } from '../sql/rows.ts'
import { deltasSql, dimensionsSql, measuresOfRow, measuresSql, type Rollup, rollupsSql } from './rollup.ts'

/** Options of reading from rollups. */
export interface RolledOptions {
  /** The longest periods that may be read as one; undefined to read rows only. */
  readonly coarsest?: Grain | undefined
  /**
   * Whether nothing is grouped by a dimension. Hours are then read as one if the filter does not restrict a dimension
   * either.
   */
  readonly inTotal?: boolean
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
  { coarsest, inTotal = false }: RolledOptions = { coarsest: 'month' },
): Sql => {
  checkWindow(filter)
  const conditions = { ...filter, startTime: null, endTime: null } as Filter<Fields>
  const where = filterSql(rules, conditions)
  const hours = inTotal && Object.values(conditions).every(restrictsNothing) ? 'hour_total' : 'hour'
  const span = spanOf(filter)
  const { periods, whole, ragged } = coarsest
    ? coverSpan(span, coarsest)
    : { periods: [], whole: undefined, ragged: [span] }
  const parts = [
    ...(whole ? [periodsSql(rollup, periods, hours, where), deltasIn(rollup, whole, where)] : []),
    ...ragged.map((part) => rowsIn(rollup, part, where)),
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

const names = (rollup: Rollup): Sql => sql`${dimensionsSql(rollup)}, ${measuresSql(rollup)}`

/** The spans are alternatives in one condition, so that the planner estimates few periods and reads them by index. */
const periodsSql = (
  rollup: Rollup,
  periods: ReturnType<typeof coverSpan>['periods'],
  hours: 'hour' | 'hour_total',
  where: Sql,
): Sql => {
  const spans = periods.map(
    ({ grain, ...span }) => sql`(grain = ${grain === 'hour' ? hours : grain} AND ${within(raw('period'), span)})`,
  )
  return sql`
  SELECT period AS "time", ${names(rollup)} FROM ${rollupsSql(rollup)} WHERE (${join(spans, ' OR ')}) AND ${where}`
}

const within = (time: Sql, { from, to }: Span): Sql =>
  sql`${time} >= ${formatBound(from)}::timestamptz AND ${time} < ${formatBound(to)}::timestamptz`

const deltasIn = (rollup: Rollup, span: Span, where: Sql): Sql => sql`
  SELECT hour, ${names(rollup)} FROM ${deltasSql(rollup)} WHERE ${within(raw('hour'), span)} AND ${where}`

const rowsIn = (rollup: Rollup, span: Span, where: Sql): Sql => {
  const time = columnSql(rollup.time)
  const measures = measuresOfRow(rollup).map(([name, value]) => sql`${value} AS ${raw(`"${name}"`)}`)
  return sql`
  SELECT ${time} AS "time", ${dimensionsSql(rollup)}, ${join(measures, ', ')}
  FROM ${tableSql(rollup.table)} WHERE ${within(time, span)} AND ${where}`
}
