import { Temporal } from 'temporal-polyfill'
import { maxYears } from './duration.ts'
import { badInput, quote } from './errors.ts'

const allowed = `Use an ISO 8601 duration such as PT90M, PT24H, P7D, P4W or P1M, from 1 millisecond to ${maxYears} years.`

/** The date from which durations in years, months and weeks are measured, to compare them with the limits. */
const relativeTo = Temporal.PlainDate.from('2000-01-01')

/**
 * Parses an ISO 8601 duration, such as `PT24H`, `P7D` or `P1M`.
 * @throws BAD_USER_INPUT if the text is not a duration, or a negative one, shorter than a millisecond or longer than
 * 100 years.
 */
export const parseIsoDuration = (text: string): Temporal.Duration => {
  const duration = readDuration(text)
  if (!duration) throw badInput(`${quote(text)} is not a valid duration. ${allowed}`)
  if (duration.sign < 0) throw badInput(`The duration ${quote(text)} is negative. ${allowed}`)
  if (isTooLong(duration)) throw badInput(`The duration ${quote(text)} is too long. ${allowed}`)
  if (millisecondsOf(duration) < 1) throw badInput(`The duration ${quote(text)} is too short. ${allowed}`)
  return duration
}

const readDuration = (text: string): Temporal.Duration | undefined =>
  withoutRangeError(() => Temporal.Duration.from(text))

/** A duration that no calendar reaches is too long as well. */
const isTooLong = (duration: Temporal.Duration): boolean =>
  (withoutRangeError(() => duration.total({ unit: 'years', relativeTo })) ?? Number.POSITIVE_INFINITY) > maxYears

const withoutRangeError = <Value>(read: () => Value): Value | undefined => {
  try {
    return read()
  } catch (error) {
    if (error instanceof RangeError) return undefined
    throw error
  }
}

/** The length of a duration in milliseconds. Days have 24 hours. */
export const millisecondsOf = (duration: Temporal.Duration): number =>
  duration.total({ unit: 'milliseconds', relativeTo })
