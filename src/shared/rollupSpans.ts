import { day, hour } from './duration.ts'

/** The period lengths of rollups, in UTC. */
export type Grain = 'hour' | 'day' | 'month'

/** A time range in milliseconds since 1970: start inclusive, end exclusive, infinite if open. */
export interface Span {
  readonly from: number
  readonly to: number
}

/** The number of hours of a block: a period of some rollups in total. The first block of a day starts at midnight. */
export const blockHours = 4

/** Hours that are read as blocks or one by one. */
export interface HoursSpan extends Span {
  readonly grain: 'hour' | 'block'
  /** The hours of the day at which periods start that are not read. */
  readonly except: readonly number[]
}

/**
 * Divides whole hours into blocks and single hours.
 * @param startHours the hours of the day at which groups may start. Blocks that contain one are divided into hours.
 */
export const divideHours = ({ from, to }: Span, startHours: readonly number[]): readonly HoursSpan[] => {
  const length = blockHours * hour
  const whole = { from: Math.ceil(from / length) * length, to: Math.floor(to / length) * length }
  if (whole.from >= whole.to) return [{ grain: 'hour', from, to, except: [] }]
  const blocks = Array.from({ length: day / length }, (_, index) => index * blockHours)
  const isDivided = (block: number) => startHours.some((start) => start > block && start < block + blockHours)
  const divided = blocks.filter(isDivided)
  const undivided = blocks.filter((block) => !isDivided(block))
  const hoursOf = (block: number) => Array.from({ length: blockHours }, (_, index) => block + index)
  return [
    ...around({ from, to }, whole).map((span) => ({ grain: 'hour' as const, ...span, except: [] })),
    ...(divided.length > 0 ? [{ grain: 'hour' as const, ...whole, except: undivided.flatMap(hoursOf) }] : []),
    ...(undivided.length > 0 ? [{ grain: 'block' as const, ...whole, except: divided }] : []),
  ]
}

/** The composition of a window: whole periods, finest grain first, and the remainders at its ends. */
export interface Cover {
  /** The whole periods of each grain. */
  readonly periods: readonly (Span & { readonly grain: Grain })[]
  /** All periods together, which are whole hours. */
  readonly whole: Span | undefined
  /** The parts that no whole hour covers: less than an hour at either end, or a whole window without a whole hour. */
  readonly ragged: readonly Span[]
}

const monthAt = (time: number, months: number): number => {
  const date = new Date(time)
  return new Date(0).setUTCFullYear(date.getUTCFullYear(), date.getUTCMonth() + months, 1)
}

/** The latest start of a period at or before a time. */
const floors: Readonly<Record<Grain, (time: number) => number>> = {
  hour: (time) => Math.floor(time / hour) * hour,
  day: (time) => Math.floor(time / day) * day,
  month: (time) => monthAt(time, 0),
}

const floorTo = (grain: Grain, time: number): number => (Number.isFinite(time) ? floors[grain](time) : time)

/** The earliest start of a period at or after a time. */
const ceilTo = (grain: Grain, time: number): number => {
  const start = floorTo(grain, time)
  if (start === time) return time
  return grain === 'month' ? monthAt(time, 1) : start + { hour, day }[grain]
}

/** The whole periods of a grain within a span. */
const wholePeriods = (grain: Grain, { from, to }: Span): Span | undefined => {
  const whole = { from: ceilTo(grain, from), to: floorTo(grain, to) }
  return whole.from < whole.to ? whole : undefined
}

/** The parts of a span before and after a part of it. */
const around = ({ from, to }: Span, part: Span | undefined): Span[] =>
  part
    ? [
        { from, to: part.from },
        { from: part.to, to },
      ].filter((span) => span.from < span.to)
    : [{ from, to }]

const finerThan: Readonly<Record<Grain, readonly Grain[]>> = {
  hour: [],
  day: ['hour'],
  month: ['day', 'hour'],
}

/** Covers a window with the minimum number of periods: coarse grains in the middle, finer ones towards its ends. */
export const coverSpan = (span: Span, coarsest: Grain): Cover => {
  const whole = wholePeriods('hour', span)
  if (!whole) return { periods: [], whole, ragged: [span] }
  const periods: Cover['periods'][number][] = []
  let open: Span[] = [whole]
  for (const grain of [coarsest, ...finerThan[coarsest]])
    open = open.flatMap((part) => {
      const covered = wholePeriods(grain, part)
      if (covered) periods.push({ grain, ...covered })
      return around(part, covered)
    })
  return { periods: periods.reverse(), whole, ragged: around(span, whole) }
}
