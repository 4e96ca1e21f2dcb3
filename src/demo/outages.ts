import { hour, minute } from '../shared/duration.ts'
import { measureActivity } from './activity.ts'
import type { Provider } from './models.ts'
import { createRandom, drawInt, pickWeighted } from './random.ts'

/** Length in hours of the intervals with one outage each. */
const hoursApart = 5 * 24
const seriesId = -2
/** Minimum activity during an outage, so that it is visible in the data. */
const leastActivity = 0.65

const providers: readonly { readonly name: Provider; readonly weight: number }[] = [
  { name: 'openai', weight: 40 },
  { name: 'deepseek', weight: 40 },
  { name: 'anthropic', weight: 20 },
]

interface Outage {
  readonly provider: Provider
  readonly start: number
  readonly end: number
}

const drawOutage = (seed: number, stretch: number): Outage => {
  const random = createRandom(seed, stretch, seriesId)
  const hours = Array.from({ length: hoursApart - 2 }, (_, index) => (stretch * hoursApart + index) * hour)
  const start = pickWeighted(random, hours, (at) => Number(measureActivity(at) > leastActivity))
  const end = start + drawInt(random, 50, 80) * minute
  return { provider: pickWeighted(random, providers, ({ weight }) => weight).name, start, end }
}

/**
 * Creates a function that returns the provider with an outage at a time (milliseconds since 1970), if any. There is one
 * outage of about an hour every five days.
 */
export const makeOutageFinder = (seed: number): ((time: number) => Provider | undefined) => {
  const outages = new Map<number, Outage>()
  return (time) => {
    const stretch = Math.floor(time / (hoursApart * hour))
    const outage = outages.get(stretch) ?? drawOutage(seed, stretch)
    outages.set(stretch, outage)
    return time >= outage.start && time < outage.end ? outage.provider : undefined
  }
}
