/** Writes an instant as date and time of day of a zone, e.g. `2026-11-20T13:05`, as inputs of the browser expect. */
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
  return `${part('year').padStart(4, '0')}-${part('month')}-${part('day')}T${part('hour')}:${part('minute')}`
}

/**
 * Reads a date and time of day of a zone. A time that the clocks skip is moved by the length of the gap, and of a time
 * that occurs twice the first is taken. Undefined if the text is no such time.
 */
export const fromLocalText = (text: string, timeZone: string): Date | undefined => {
  const asUtc = Date.parse(`${text}Z`)
  if (Number.isNaN(asUtc)) return undefined
  const offsetAt = (time: number) =>
    Date.parse(`${toLocalText(new Date(time), timeZone)}Z`) - Math.floor(time / 60_000) * 60_000
  const offsets = [offsetAt(asUtc - 86_400_000), offsetAt(asUtc + 86_400_000)]
  const candidates = offsets.map((offset) => asUtc - offset)
  const matching = candidates.filter((time) => offsetAt(time) === asUtc - time)
  return new Date(matching.length > 0 ? Math.min(...matching) : Math.max(...candidates))
}
