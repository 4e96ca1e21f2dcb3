import { day, hour, minute } from './duration.ts'
import { badInput } from './errors.ts'
import { formatNumber } from './numbers.ts'
import { countBucketsAtMost, longestWindow, type TimeBucket, timeBuckets } from './timeBuckets.ts'

/** Maximum number of buckets in the time series of a field together. */
export const maxBuckets = 10_000

/** Time series that are divided into buckets. */
export interface BucketRequest {
  readonly unit: TimeBucket
  /** The number of series: of all rows, or of each group and of the others. */
  readonly groups: number
  /** Whether one of the groups is that of the others. */
  readonly hasOthers?: boolean
  /** Times between which all buckets are, if they are known. */
  readonly from?: Date | null | undefined
  readonly to?: Date | null | undefined
}

/**
 * Checks the number of buckets of one or several series.
 * @param count the number of buckets of all series together, or a lower bound of it.
 * @throws BAD_USER_INPUT if there are too many. The message says which queries would be permitted.
 */
export const checkBuckets = (count: number, request: BucketRequest): void => {
  if (count <= maxBuckets) return
  const { unit, groups } = request
  const series = groups === 1 ? 'series has' : `series of ${formatNumber(groups)} groups have`
  const total = groups === 1 ? '' : ' in total'
  throw badInput(
    `The time ${series} more than ${formatNumber(maxBuckets)} buckets of one ${unit}${total}, which is the limit. Use ${joinAdvice(request)}.`,
  )
}

const joinAdvice = (request: BucketRequest): string => {
  const ways = [adviseGroups(request), adviseUnit(request), adviseWindow(request)].filter((way) => way !== '')
  return ways.length === 1 ? ways.join() : `${ways.slice(0, -1).join(', ')} or ${ways.at(-1)}`
}

const adviseGroups = ({ unit, groups, hasOthers, from, to }: BucketRequest): string => {
  if (groups === 1) return ''
  if (!from || !to) return 'fewer groups'
  const most = Math.floor(maxBuckets / countBucketsAtMost(unit, from, to)) - (hasOthers ? 1 : 0)
  return most > 0 ? `first: ${most}` : ''
}

const adviseUnit = ({ unit, groups, from, to }: BucketRequest): string => {
  const longer = timeBuckets.slice(timeBuckets.indexOf(unit) + 1)
  if (!from || !to) return longer.length > 0 ? 'a longer bucket' : ''
  const found = longer.find((one) => groups * countBucketsAtMost(one, from, to) <= maxBuckets)
  return found ? `bucket: ${found.toUpperCase()}` : ''
}

const adviseWindow = ({ unit, groups }: BucketRequest): string => {
  const length = longestWindow(unit, Math.floor(maxBuckets / groups))
  return `a time window of at most ${formatLength(length)}`
}

/** Formats a length of time in whole days, hours or minutes. A day may be an hour longer when the clocks change. */
export const formatLength = (length: number): string => {
  const days = Math.floor((length - hour) / day)
  if (days > 0) return formatCount(days, 'day')
  const hours = Math.floor(length / hour)
  return hours > 0 ? formatCount(hours, 'hour') : formatCount(Math.floor(length / minute), 'minute')
}

const formatCount = (count: number, unit: string): string => `${formatNumber(count)} ${unit}${count === 1 ? '' : 's'}`
