import { Temporal } from 'temporal-polyfill'
import { badInput, quote } from './errors.ts'

const timePattern = /^\d{4}-\d{2}-\d{2}(?:T\d{2}:\d{2}(?::\d{2}(?:\.\d+)?)?(?:Z|[+-]\d{2}:\d{2})?)?$/i
const offsetPattern = /(?:Z|[+-]\d{2}:\d{2})$/i
/** The first millisecond of the year 1. PostgreSQL and JavaScript count earlier years differently. */
const earliest = -62_135_596_800_000
/** The last millisecond of the year 9999, since RFC 3339 has four-digit years. */
const latest = 253_402_300_799_999

/** Whether a time is valid and in the years 1 to 9999. */
export const isTimeInRange = (time: Date): boolean => time.getTime() >= earliest && time.getTime() <= latest

/**
 * Parses an RFC 3339 time. Without an offset it is in UTC; a date alone is midnight in UTC. Digits finer than a
 * millisecond are truncated.
 * @throws BAD_USER_INPUT if the text is not such a time, or is outside of the years 1 to 9999.
 */
export const parseTime = (text: string): Date => {
  const usual = readUsual(text)
  if (usual) return usual
  const time = timePattern.test(text) ? readInstant(text) : undefined
  if (time === undefined || !isTimeInRange(time))
    throw badInput(
      `${quote(text)} is not a valid time. Use RFC 3339, such as 2026-06-05T13:00:00Z or 2026-06-05T13:00:00+08:00 (default offset: UTC), or a date such as 2026-06-05. The year must be from 1 to 9999.`,
    )
  return time
}

/** Reads a time in the format of {@link formatTime}, as most programs write it; undefined for any other text. */
const readUsual = (text: string): Date | undefined => {
  if (text.length !== 24) return undefined
  const time = new Date(text)
  return isTimeInRange(time) && formatTime(time) === text ? time : undefined
}

const readInstant = (text: string): Date | undefined => {
  const withTime = text.length === 10 ? `${text}T00:00:00` : text
  try {
    const instant = Temporal.Instant.from(offsetPattern.test(withTime) ? withTime : `${withTime}Z`)
    return new Date(instant.epochMilliseconds)
  } catch (error) {
    if (error instanceof RangeError) return undefined
    throw error
  }
}

const pad = (value: number, length: number): string => String(value).padStart(length, '0')
const minutesOfDay = Array.from({ length: 1440 }, (_, at) => `${pad(Math.floor(at / 60), 2)}:${pad(at % 60, 2)}:`)
const secondsOfMinute = Array.from({ length: 60 }, (_, at) => `${pad(at, 2)}.`)
const endings = Array.from({ length: 1000 }, (_, at) => `${pad(at, 3)}Z`)
const dayLength = 86_400_000

/** The day formatted last, in days since 1970, and its date: consecutive rows are mostly of the same day. */
let latestDay = Number.NaN
let latestDate = ''

/**
 * Formats a time as RFC 3339 in UTC with milliseconds, such as `2026-06-05T13:00:00.000Z`. The same as `toISOString`,
 * in a quarter of the time.
 */
export const formatTime = (time: Date): string => {
  const value = time.getTime()
  const day = Math.floor(value / dayLength)
  if (day !== latestDay) {
    const text = time.toISOString()
    latestDate = text.slice(0, text.indexOf('T') + 1)
    latestDay = day
  }
  const rest = value - day * dayLength
  const seconds = Math.floor(rest / 1000)
  return `${latestDate}${minutesOfDay[Math.floor(seconds / 60)]}${secondsOfMinute[seconds % 60]}${endings[rest % 1000]}`
}
