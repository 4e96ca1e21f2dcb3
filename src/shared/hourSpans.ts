import { day, hour } from './duration.ts'
import { around, type CoveredSpan, type Span } from './rollupSpans.ts'

/** The number of hours of a block: a period of some rollups in total. The first block of a day starts at midnight. */
export const blockHours = 4

const hoursOfDay = Array.from({ length: day / hour }, (_, index) => index)

/** Hours of the day: from the first to before the last one. */
interface Part {
  readonly first: number
  readonly last: number
}

/** How whole hours are divided. */
export interface DivideOptions {
  /** The hours of the day at which groups may start. No period extends beyond one. */
  readonly startHours: readonly number[]
  /** Whether there are blocks. */
  readonly hasBlocks: boolean
}

/**
 * Divides whole hours into few periods: whole days into the day and the hours that are to be moved from it to another
 * group, if these are few enough, and everything else into blocks and single hours.
 */
export const divideHours = (span: Span, options: DivideOptions): readonly CoveredSpan[] => {
  const days = { from: Math.ceil(span.from / day) * day, to: Math.floor(span.to / day) * day }
  const whole = days.from < days.to ? divideDays(days, options) : undefined
  if (!whole) return divideDirectly(span, options)
  return [...around(span, days).flatMap((rest) => divideDirectly(rest, options)), ...whole]
}

const listParts = (startHours: readonly number[]): readonly Part[] => {
  const bounds = [...new Set([0, ...startHours, hoursOfDay.length])].sort((one, other) => one - other)
  return bounds.slice(1).map((last, index) => ({ first: bounds[index] ?? 0, last }))
}

/** Counts whole days as their longest part; undefined if reading the hours of all parts takes no more periods. */
const divideDays = (days: Span, options: DivideOptions): readonly CoveredSpan[] | undefined => {
  const parts = listParts(options.startHours)
  const [kept, ...moved] = parts.toSorted((one, other) => other.last - other.first - (one.last - one.first))
  if (!kept || 1 + 2 * countPeriods(moved, options) >= countPeriods(parts, options)) return undefined
  const start = { grain: 'day' as const, hours: kept.first }
  const corrections = coverParts(days, moved, options)
  return [
    { grain: 'day', ...days, start },
    ...corrections,
    ...corrections.map((correction) => ({ ...correction, start, isSubtracted: true })),
  ]
}

/** The blocks of the day that are within one of the parts, and the hours of the parts that no block contains. */
const findPeriods = (parts: readonly Part[], { hasBlocks }: Pick<DivideOptions, 'hasBlocks'>) => {
  const isInside = (start: number, length: number) =>
    parts.some(({ first, last }) => start >= first && start + length <= last)
  const blocks = hoursOfDay.filter((start) => hasBlocks && start % blockHours === 0 && isInside(start, blockHours))
  const isInBlock = (start: number) => blocks.includes(start - (start % blockHours))
  return { blocks, hours: hoursOfDay.filter((start) => isInside(start, 1) && !isInBlock(start)) }
}

const countPeriods = (parts: readonly Part[], options: DivideOptions): number => {
  const { blocks, hours } = findPeriods(parts, options)
  return blocks.length + hours.length
}

/** Covers parts of all days by blocks and hours. The span is whole blocks. */
const coverParts = (span: Span, parts: readonly Part[], options: DivideOptions): readonly CoveredSpan[] => {
  const { blocks, hours } = findPeriods(parts, options)
  const allBlocks = hoursOfDay.filter((start) => start % blockHours === 0)
  const others = (all: readonly number[], read: readonly number[]) => all.filter((start) => !read.includes(start))
  return [
    ...(hours.length > 0 ? [{ grain: 'hour' as const, ...span, except: others(hoursOfDay, hours) }] : []),
    ...(blocks.length > 0 ? [{ grain: 'block' as const, ...span, except: others(allBlocks, blocks) }] : []),
  ]
}

const divideDirectly = ({ from, to }: Span, options: DivideOptions): readonly CoveredSpan[] => {
  const length = blockHours * hour
  const whole = { from: Math.ceil(from / length) * length, to: Math.floor(to / length) * length }
  if (!options.hasBlocks || whole.from >= whole.to) return [{ grain: 'hour', from, to }]
  return [
    ...around({ from, to }, whole).map((span) => ({ grain: 'hour' as const, ...span })),
    ...coverParts(whole, listParts(options.startHours), options),
  ]
}
