import type { MetricsDefinition } from '../../../records/definition/metrics/definition.ts'
import { hour } from '../../../shared/duration.ts'
import { coarsestGrain, listZoneSegments, type TimeBucket, type ZoneSegment } from '../../../shared/timeBuckets.ts'
import { isEmptyWindow } from '../../../shared/timeWindow.ts'
import { bucketKeys, type Key } from '../sql/keys.ts'
import { findNeeds } from '../sql/needs.ts'
import { findGrain } from '../sql/reading.ts'
import { isInSketches } from '../sql/sketches.ts'
import type { MetricsOptions } from './arguments.ts'
import type { Selected } from './measures.ts'
import { orderOf } from './order.ts'
import type { Selection } from './selection.ts'

/** What is known of a time window once it is needed: the keys of dimensions, and the zone of the buckets of series. */
interface Window {
  readonly keys: () => Promise<readonly Key[]>
  readonly segments: { readonly ofSeries: (series: Series) => Promise<readonly ZoneSegment[] | undefined> }
}

/** How a series is divided into buckets. */
interface Series {
  readonly unit: TimeBucket
  readonly fillGaps: boolean
  readonly groups: number
}

/** The time windows of a metrics field. */
interface Windows {
  readonly current: Window
  readonly previous: Window | undefined
}

/** A part of the metrics: what is selected, and what it is grouped by. */
interface Part {
  readonly selected: Selected
  readonly byDimensions?: boolean
  readonly byBucket?: boolean
  /** Whether it is that of the window to compare with. */
  readonly isPrevious?: boolean
}

const listParts = (
  definition: MetricsDefinition,
  { orderBy, dimensions }: MetricsOptions,
  selection: Selection,
): readonly Part[] => {
  const { groups } = selection
  const { value } = orderOf(definition, orderBy)
  const ordered = value && dimensions.length > 0 ? { ...groups, values: [...groups.values, value] } : groups
  return [
    { selected: selection.totals },
    { selected: selection.previous, isPrevious: true },
    { selected: selection.series, byBucket: true },
    { selected: selection.previousSeries, byBucket: true, isPrevious: true },
    { selected: ordered, byDimensions: true },
    { selected: selection.previousGroups, byDimensions: true, isPrevious: true },
    { selected: selection.groupSeries, byDimensions: true, byBucket: true },
    { selected: selection.previousGroupSeries, byDimensions: true, byBucket: true, isPrevious: true },
  ]
}

/**
 * Whether all percentiles of a metrics field may be estimated: it does not request exact ones, and all parts with
 * percentiles can be read from rollups and sketches alone. Otherwise, all are exact.
 */
export const mayEstimate = async (
  definition: MetricsDefinition,
  options: MetricsOptions,
  selection: Selection,
  windows: Windows,
): Promise<boolean> => {
  if (options.exact || isEmptyWindow(options.window)) return false
  const parts = listParts(definition, options, selection).filter(
    ({ selected, isPrevious }) => hasPercentiles(selected) && (!isPrevious || options.previous),
  )
  if (parts.length === 0) return false
  const served = await Promise.all(parts.map((part) => isServed(definition, options, part, windows)))
  return served.every((one) => one)
}

const hasPercentiles = ({ values }: Selected): boolean => findNeeds(values).percentiles.size > 0

const isServed = async (
  { source }: MetricsDefinition,
  options: MetricsOptions,
  { selected, byDimensions = false, byBucket = false, isPrevious = false }: Part,
  { current, previous }: Windows,
): Promise<boolean> => {
  const { filter, bucket, fillGaps } = options
  const rest = selected.values.filter((value) => !isInSketches(source, value))
  if (selected.histograms.length > 0) return false
  if (byBucket && isPrevious && !areHoursApart(options)) return false
  const { keys } = (isPrevious ? previous : undefined) ?? current
  const all = [
    ...(byDimensions ? await keys() : []),
    ...(byBucket && bucket ? await keysOfBuckets(current, bucket, fillGaps) : []),
  ]
  return findGrain({ source, filter, keys: all }, findNeeds(rest)) !== undefined
}

/** A series without buckets is not read, and one with too many fails. Neither has an effect on the other parts. */
const keysOfBuckets = async (
  { segments: { ofSeries } }: Window,
  unit: TimeBucket,
  fillGaps: boolean,
): Promise<readonly Key[]> => {
  const segments = await ofSeries({ unit, fillGaps, groups: 1 }).catch(() => undefined)
  return segments ? bucketKeys(unit, segments) : []
}

/**
 * Whether the periods that correspond to buckets, which start with an hour, start with an hour of UTC in the window to
 * compare with.
 */
const areHoursApart = ({ timeZone, window: { startTime }, previous }: MetricsOptions): boolean => {
  if (!startTime || !previous?.startTime || !previous.endTime) return true
  const segments = listZoneSegments(timeZone, previous.startTime, previous.endTime)
  return (
    (startTime.getTime() - previous.startTime.getTime()) % hour === 0 && coarsestGrain('hour', segments) !== undefined
  )
}
