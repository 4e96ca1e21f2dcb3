import type { ResolvedWindow } from '../../../src/shared/timeWindow.ts'
import { findStretch } from '../plainSeries.ts'
import type { MetricsCase } from './drawCase.ts'
import type { Row } from './plainMeasures.ts'
import { metricsNow } from './rows.ts'

/** The rows of a series, and of the window to compare with. */
interface SeriesRows {
  readonly window: ResolvedWindow
  readonly previous: ResolvedWindow | undefined
  readonly rows: readonly Row[]
  readonly rowsBefore: readonly Row[] | undefined
  /** The rows that determine where the series begins and ends if the window is open. */
  readonly span: readonly Row[]
}

/** The buckets of a series, computed one by one. */
export const computeBuckets = (
  { record, bucket, timeZone, fillGaps, measured, comparesBuckets }: MetricsCase,
  { window, previous, rows, rowsBefore, span }: SeriesRows,
) => {
  const timeOf = (row: Row) => (row[record.timeField] as Date).getTime()
  const { startTime, endTime } = window
  const times = span.map(timeOf)
  const [from, to] = [
    startTime?.getTime() ?? (times.length === 0 ? undefined : Math.min(...times)),
    endTime?.getTime() ?? (times.length === 0 ? undefined : Math.max(...times)),
  ]
  const stretches = new Map<number, ReturnType<typeof findStretch>>()
  const add = (time: number): number => {
    const stretch = findStretch(time, bucket, timeZone)
    stretches.set(stretch.start, stretch)
    return stretch.end
  }
  if (fillGaps && from !== undefined && to !== undefined) for (let time = from; time <= to; ) time = add(time)
  for (const row of rows) add(timeOf(row))
  // Rows of the other window are moved by a fixed time, since the zones of compared buckets do not change their clocks.
  const distance = (startTime?.getTime() ?? 0) - (previous?.startTime?.getTime() ?? 0)
  return [...stretches.values()]
    .toSorted((one, other) => one.start - other.start)
    .map(({ start, end, label, bucketStart, bucketEnd }) => ({
      bucketStart,
      bucketEnd,
      label,
      isPartial:
        (startTime !== null && start < startTime.getTime()) ||
        (endTime !== null && end > endTime.getTime() + 1) ||
        end > metricsNow.getTime(),
      measures: measured.compute(rows.filter((row) => timeOf(row) >= start && timeOf(row) < end)),
      ...(comparesBuckets
        ? {
            previous: rowsBefore
              ? measured.compute(
                  rowsBefore.filter((row) => timeOf(row) + distance >= start && timeOf(row) + distance < end),
                )
              : null,
          }
        : {}),
    }))
}
