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

/** Writes the selected time range. */
export const writeRange = ({ last, calendar, from, to }: ScopeSearch, texts: BarTexts, formats: Formats): string => {
  if (from && to) return `${formats.dateTime(from)} – ${formats.dateTime(new Date(Date.parse(to) + 1))}`
  return calendar ? texts.periods[calendar] : writeLast(last ?? defaultLast, texts)
}
