import type { FilterArgs, ResolvedFilter } from '../../../db/sql/givenFilter.ts'
import { resolveFilter } from '../../../db/sql/givenFilter.ts'
import type { MonitoringFields } from '../../../db/sql/monitoringRules.ts'
import type { Order } from '../../../graphql/orderInput.ts'
import { checkPageSize } from '../../../graphql/paging.ts'
import type { MetricsDefinition } from '../../../records/definition/metrics/definition.ts'
import type { Dimension } from '../../../records/definition/metrics/dimensions.ts'
import { type Comparison, compareWindow } from '../../../shared/comparison.ts'
import { badInput } from '../../../shared/errors.ts'
import type { TimeBucket } from '../../../shared/timeBuckets.ts'
import type { ResolvedWindow } from '../../../shared/timeWindow.ts'

/** Maximum number of dimensions to group by. */
export const maxDimensions = 3

/** The arguments of a metrics field. */
export interface MetricsArgs extends FilterArgs<MonitoringFields> {
  readonly groupBy?: readonly string[] | null | undefined
  readonly bucket?: TimeBucket | null | undefined
  readonly timeZone: string
  readonly fillGaps: boolean
  readonly orderBy?: Order<string> | null | undefined
  readonly first: number
  readonly others: boolean
  readonly exact: boolean
  readonly compareTo?: Comparison | null | undefined
}

/** The arguments of a metrics field, checked and resolved. */
export interface MetricsOptions extends ResolvedFilter<MonitoringFields> {
  readonly dimensions: readonly Dimension[]
  readonly bucket: TimeBucket | undefined
  readonly timeZone: string
  readonly fillGaps: boolean
  readonly orderBy: Order<string> | undefined
  readonly first: number
  readonly others: boolean
  /** Whether percentiles must be exact. */
  readonly exact: boolean
  /** The window to compare with; undefined if there is no comparison. */
  readonly previous: ResolvedWindow | undefined
}

/**
 * Checks the arguments of a metrics field.
 * @throws BAD_USER_INPUT for too many or repeated dimensions, a number of groups out of range, or an invalid window.
 */
export const readOptions = (
  { dimensions }: MetricsDefinition,
  { groupBy, bucket, timeZone, fillGaps, orderBy, first, others, exact, compareTo, ...filters }: MetricsArgs,
  now: Date,
): MetricsOptions => {
  checkPageSize('first', first)
  const { filter, window } = resolveFilter({ ...filters, timeZone }, now)
  return {
    filter,
    window,
    dimensions: readDimensions(dimensions, groupBy ?? []),
    bucket: bucket ?? undefined,
    timeZone,
    fillGaps,
    orderBy: orderBy ?? undefined,
    first,
    others,
    exact,
    previous: compareTo ? compareWindow(window, compareTo) : undefined,
  }
}

const readDimensions = (dimensions: MetricsDefinition['dimensions'], names: readonly string[]): Dimension[] => {
  if (names.length > maxDimensions)
    throw badInput(`groupBy has ${names.length} dimensions: at most ${maxDimensions} are allowed`)
  const twice = names.find((name, index) => names.indexOf(name) < index)
  if (twice !== undefined) throw badInput(`groupBy contains ${twice} twice: each dimension can be used once`)
  return names.flatMap((name) => dimensions[name] ?? [])
}
