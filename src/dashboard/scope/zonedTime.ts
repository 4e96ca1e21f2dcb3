/** Writes an instant as date and time of day of a zone, e.g. `2026-11-20 13:05`, in any language. */
export const toLocalText = (time: Date, timeZone: string): string => {
  const parts = new Intl.DateTimeFormat('en', {
    timeZone,
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
    hour: '2-digit',
    minute: '2-digit',
    hourCycle: 'h23',
  }).formatToParts(time)
  const part = (name: Intl.DateTimeFormatPartTypes) => parts.find(({ type }) => type === name)?.value ?? ''
  return `${part('year').padStart(4, '0')}-${part('month')}-${part('day')} ${part('hour')}:${part('minute')}`
}

const localTime = /^(\d{4})-(\d{1,2})-(\d{1,2})(?:(?:T| +)(\d{1,2}):(\d{2}))?$/

/** The milliseconds of a date and time of day as if it were one of UTC; NaN if the text is no such time. */
const parseLocal = (text: string): number => {
  const [year = 0, month = 0, day = 0, hour = 0, minute = 0] =
    localTime
      .exec(text.trim())
      ?.slice(1)
      .map((part: string | undefined) => Number(part ?? 0)) ?? []
  const time = new Date(Date.UTC(2000, month - 1, day, hour, minute))
  time.setUTCFullYear(year, month - 1, day)
  // A part that is too large would be carried over to the next one.
  const read = [time.getUTCFullYear(), time.getUTCMonth() + 1, time.getUTCDate(), time.getUTCHours()]
  return String(read) === String([year, month, day, hour]) && minute < 60 ? time.getTime() : Number.NaN
}

/**
 * Reads a date of a zone, and a time of day, midnight if there is none. A time that the clocks skip is moved by the
 * length of the gap, and of a time that occurs twice the first is taken. Undefined if the text is no such time.
 */
export const fromLocalText = (text: string, timeZone: string): Date | undefined => {
  const asUtc = parseLocal(text)
  if (Number.isNaN(asUtc)) return undefined
  const offsetAt = (time: number) =>
    parseLocal(toLocalText(new Date(time), timeZone)) - Math.floor(time / 60_000) * 60_000
  const offsets = [offsetAt(asUtc - 86_400_000), offsetAt(asUtc + 86_400_000)]
  const candidates = offsets.map((offset) => asUtc - offset)
  const matching = candidates.filter((time) => offsetAt(time) === asUtc - time)
  return new Date(matching.length > 0 ? Math.min(...matching) : Math.max(...candidates))
}
