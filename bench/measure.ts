/** Times of one subject in seconds: the median of its rounds, and the quartiles. */
export interface Timing {
  readonly median: number
  readonly low: number
  readonly high: number
}

/** The value below which a share of the values lies. */
export const quantile = (values: readonly number[], share: number): number =>
  values.toSorted((a, b) => a - b)[Math.min(values.length - 1, Math.floor(values.length * share))] ?? Number.NaN

/** The median of the values. */
export const median = (values: readonly number[]): number => quantile(values, 0.5)

/** The median of times, with quartiles. */
export const summarise = (values: readonly number[]): Timing => ({
  median: median(values),
  low: quantile(values, 0.25),
  high: quantile(values, 0.75),
})

/** The duration of some work in seconds. */
export const time = async (work: () => Promise<unknown>): Promise<number> => {
  const started = performance.now()
  await work()
  return (performance.now() - started) / 1000
}

/**
 * Measures subjects alternately, so that other load on the machine affects all of them. One warm-up round is not
 * counted.
 */
export const interleave = async <Name extends string>(
  rounds: number,
  subjects: Readonly<Record<Name, () => Promise<unknown>>>,
): Promise<Record<Name, Timing>> => {
  const names = Object.keys(subjects) as Name[]
  const times = new Map<Name, number[]>(names.map((name) => [name, []]))
  for (let round = -1; round < rounds; round += 1)
    for (const name of names) {
      const seconds = await time(subjects[name])
      if (round >= 0) times.get(name)?.push(seconds)
    }
  return Object.fromEntries([...times].map(([name, values]) => [name, summarise(values)])) as Record<Name, Timing>
}

/** Formats milliseconds for tables: the median with quartiles. */
export const showMs = ({ median: middle, low, high }: Timing): string =>
  `${(middle * 1000).toFixed(1)} (${(low * 1000).toFixed(1)}–${(high * 1000).toFixed(1)})`

/** Rounds a number to one decimal. */
export const round = (value: number): number => Math.round(value * 10) / 10

/** A ratio with two decimals, or none if it is large. */
export const ratio = (one: number, other: number): number => Number((one / other).toFixed(one / other > 20 ? 0 : 2))
