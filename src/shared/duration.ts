/** Milliseconds of a minute. */
export const minute = 60_000
/** Milliseconds of an hour. */
export const hour = 60 * minute
/** Milliseconds of a day in UTC. */
export const day = 24 * hour

const units: Readonly<Record<string, number>> = { m: minute, h: hour, d: day, w: 7 * day, y: 365 * day }

/** The maximum duration, in years, so that dates remain in the valid range. */
export const maxYears = 100

/**
 * Parses a duration such as `90m`, `12h`, `30d`, `4w` or `1y`, in milliseconds. Returns undefined if the text is not a
 * duration, or if it is longer than 100 years.
 */
export const parseDuration = (text: string): number | undefined => {
  const [, count, unit = ''] = /^([1-9]\d{0,5})([mhdwy])$/.exec(text) ?? []
  const size = units[unit]
  const duration = Number(count) * (size ?? Number.NaN)
  return duration <= maxYears * 365 * day ? duration : undefined
}
