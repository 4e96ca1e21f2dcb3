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

/** How statistics are to be read from rollups. */
export interface RolledOptions {
  /** The longest periods that may be read as one; none: rows alone. */
  readonly coarsest?: Grain | undefined
  /** Whether nothing is grouped by a dimension: then hours are read as one where the filter restricts none either. */
  readonly inTotal?: boolean
}

/**
 * A relation named `rolled` with the statistics of the rows that a filter lets through, summed up by as few periods as can
 * be, from rollups and their deltas, and from the rows themselves at the window's ends: `time`, when the period began or
 * the row was recorded, the dimensions, `row_count`, and the measures. All from one snapshot, so exact to the row. A sum
 * may be of no rows; group with `HAVING sum(row_count) > 0`.
 * @param filter of dimensions and the window alone.
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

/** A bound as PostgreSQL reads it; beyond the times that there are, it is as good as open. */
const formatBound = (time: number): string => {
  const date = new Date(time)
  if (isTimeInRange(date)) return formatTime(date)
  return time < 0 ? '-infinity' : 'infinity'
}

const names = (rollup: Rollup): Sql => sql`${dimensionsSql(rollup)}, ${measuresSql(rollup)}`

/** The spans are alternatives in one condition: the planner sees how few periods they are, and reads them by index. */
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
