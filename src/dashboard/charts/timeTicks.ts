import type { Language } from '../i18n/texts.ts'

/** A labelled bucket of a time axis. */
export interface TimeTick {
  readonly index: number
  readonly text: string
}

interface LocalTime {
  readonly year: number
  readonly month: number
  readonly day: number
  readonly hour: number
  readonly minute: number
}

/** Days since 1970-01-01, which was a Thursday. */
const dayNumber = ({ year, month, day }: LocalTime): number => Date.UTC(year, month - 1, day) / 86_400_000

const everyMinutes = (minutes: number) => (time: LocalTime) => (time.hour * 60 + time.minute) % minutes === 0
const atMidnight = everyMinutes(1440)

/** Which buckets have a label, from the densest to the sparsest choice. */
const densities: readonly ((time: LocalTime) => boolean)[] = [
  () => true,
  ...[5, 15, 30, 60, 180, 360, 720, 1440].map(everyMinutes),
  (time) => atMidnight(time) && dayNumber(time) % 2 === 0,
  (time) => atMidnight(time) && (dayNumber(time) + 3) % 7 === 0,
  (time) => atMidnight(time) && (dayNumber(time) + 3) % 14 === 0,
  (time) => atMidnight(time) && time.day <= 7 && (time.day === 1 || (dayNumber(time) + 3) % 7 === 0),
  (time) => atMidnight(time) && time.day <= 7 && time.month % 3 === 1,
  (time) => atMidnight(time) && time.day <= 7 && time.month === 1,
]

/**
 * Chooses the buckets of a time axis that have a label, so that labels do not overlap, and writes the labels in a
 * language and zone.
 * @param maxTicks the number of labels that there is room for.
 */
export const chooseTimeTicks = (
  starts: readonly string[],
  maxTicks: number,
  language: Language,
  timeZone: string,
): readonly TimeTick[] => {
  const read = makeReader(timeZone)
  const times = starts.map((start, index) => ({ index, date: new Date(start), local: read(new Date(start)) }))
  const room = Math.max(1, Math.floor(maxTicks))
  const chosen =
    densities
      .map((matches) => times.filter(({ local }) => matches(local)))
      .find((ticks) => ticks.length > 0 && ticks.length <= room) ?? times.slice(0, 1)
  const years = new Set(times.map(({ local }) => local.year))
  const writer = (options: Intl.DateTimeFormatOptions) =>
    new Intl.DateTimeFormat(language, { ...options, timeZone }).format
  const writeDay = writer({ month: 'short', day: 'numeric' })
  const writeMonth = writer({ month: 'short', year: years.size > 1 ? 'numeric' : undefined })
  const writeTime = writer({ hour: '2-digit', minute: '2-digit', hourCycle: 'h23' })
  const isMonthly = times.length > 1 && times.every(({ local }) => local.day === 1 && atMidnight(local))
  return chosen.map(({ index, date, local }) => ({
    index,
    text: isMonthly ? writeMonth(date) : atMidnight(local) ? writeDay(date) : writeTime(date),
  }))
}

const makeReader = (timeZone: string) => {
  const format = new Intl.DateTimeFormat('en', {
    timeZone,
    year: 'numeric',
    month: 'numeric',
    day: 'numeric',
    hour: 'numeric',
    minute: 'numeric',
    hourCycle: 'h23',
  })
  return (time: Date): LocalTime => {
    const parts = new Map(format.formatToParts(time).map(({ type, value }) => [type, Number(value)]))
    const part = (name: Intl.DateTimeFormatPartTypes) => parts.get(name) ?? 0
    return { year: part('year'), month: part('month'), day: part('day'), hour: part('hour'), minute: part('minute') }
  }
}
