import { day, hour } from './duration.ts'

/** The period lengths of rollups, in UTC. */
export type Grain = 'hour' | 'day' | 'month'

/** A time range in milliseconds since 1970: start inclusive, end exclusive, infinite if open. */
export interface Span {
  readonly from: number
  readonly to: number
}

/** Periods of one length that are read. */
export interface CoveredSpan extends Span {
  /** The length of the periods. A block is several hours. */
  readonly grain: Grain | 'block'
  /** Those that start at these hours of the day are not read. */
  readonly except?: readonly number[]
  /** The time that they are counted at: hours after the start of the longer period. Default: when they start. */
  readonly start?: { readonly grain: Grain; readonly hours: number }
  /** Whether they are subtracted from a longer period. */
  readonly isSubtracted?: boolean
}

/** The composition of a window: whole periods, finest grain first, and the remainders at its ends. */
export interface Cover {
  /** The whole periods of each grain. */
  readonly periods: readonly (CoveredSpan & { readonly grain: Grain })[]
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

/** The parts of a span before and after a part of it; the span itself without one. */
export const around = ({ from, to }: Span, part: Span | undefined): Span[] =>
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

/**
 * The same with fewer periods: where most of a period is within the window, the period is read, and what is outside of
 * the window is subtracted from it.
 */
export const coverSpanSigned = (span: Span, coarsest: Grain): Cover => {
  const whole = wholePeriods('hour', span)
  if (!whole) return { periods: [], whole, ragged: [span] }
  const periods = coverSigned(whole, [coarsest, ...finerThan[coarsest]])
  return { periods: periods.reverse(), whole, ragged: around(span, whole) }
}

const lengthOf = ({ from, to }: Span): number => to - from

/** Covers whole hours. */
const coverSigned = (span: Span, [grain, ...finer]: readonly Grain[]): Cover['periods'][number][] => {
  if (!grain || span.from >= span.to) return []
  const outer = { from: floorTo(grain, span.from), to: ceilTo(grain, span.to) }
  const inner = { from: ceilTo(grain, span.from), to: floorTo(grain, span.to) }
  const subtract = (part: Span) =>
    coverSpan(part, finer[0] ?? 'hour').periods.map((period) => ({
      ...period,
      start: { grain, hours: 0 },
      isSubtracted: true,
    }))
  if (inner.from > inner.to) {
    if (lengthOf(span) * 2 < lengthOf(outer)) return coverSigned(span, finer)
    return [{ grain, ...outer }, ...around(outer, span).flatMap(subtract)]
  }
  const before = { given: { from: span.from, to: inner.from }, rest: { from: outer.from, to: span.from } }
  const after = { given: { from: inner.to, to: span.to }, rest: { from: span.to, to: outer.to } }
  const isExtended = ({ given, rest }: typeof before) => lengthOf(given) > lengthOf(rest) && lengthOf(rest) > 0
  const from = isExtended(before) ? outer.from : inner.from
  const to = isExtended(after) ? outer.to : inner.to
  return [
    ...(from < to ? [{ grain, from, to }] : []),
    ...[before, after].flatMap((end) => (isExtended(end) ? subtract(end.rest) : coverSigned(end.given, finer))),
  ]
}
