import { InvalidArgumentError } from 'commander'
import { maxYears, parseDuration } from '../shared/duration.ts'

/**
 * Reads a duration option such as `30d`, in milliseconds.
 * @throws InvalidArgumentError if it is not a duration.
 */
export const readDurationOption = (text: string): number => {
  const duration = parseDuration(text)
  if (duration === undefined)
    throw new InvalidArgumentError(`Specify a duration such as 90m, 12h, 30d, 4w or 1y, at most ${maxYears}y.`)
  return duration
}
