import type { Formats } from '../../i18n/formats.ts'
import type { Translated } from '../../i18n/texts.ts'
import { defaultLast } from '../../scope/range.ts'
import type { ScopeSearch } from '../../scope/search.ts'
import type { barTexts } from './barTexts.ts'

type BarTexts = Translated<(typeof barTexts)['en']>

const singleUnit = /^PT?(\d+)([HDWMY])$/

/** Writes a length of time until now, e.g. `Last 7 days`. */
export const writeLast = (duration: string, { lastOf }: BarTexts): string => {
  const [, count, unit] = singleUnit.exec(duration) ?? []
  const isMinutes = duration.startsWith('PT') && unit === 'M'
  if (count === undefined || unit === undefined || isMinutes) return duration
  return lastOf(Number(count), unit as Parameters<typeof lastOf>[1])
}

/** Writes the time between two instants: only dates if it consists of whole days, and the date once if there is but one. */
const writeBetween = (start: Date, end: Date, { date, time, dateTime }: Formats): string => {
  const last = new Date(end.getTime() - 1)
  const isOneDay = date(start) === date(last)
  const midnight = '00:00'
  if (time(start) !== midnight || time(end) !== midnight)
    return `${dateTime(start)} – ${isOneDay ? time(end) : dateTime(end)}`
  return isOneDay ? date(start) : `${date(start)} – ${date(last)}`
}

/** Writes the selected time range. */
export const writeRange = ({ last, calendar, from, to }: ScopeSearch, texts: BarTexts, formats: Formats): string => {
  if (from && to) return writeBetween(new Date(from), new Date(Date.parse(to) + 1), formats)
  return calendar ? texts.periods[calendar] : writeLast(last ?? defaultLast, texts)
}
