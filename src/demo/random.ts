/** A generator of random numbers from 0, inclusive, to 1, exclusive. Deterministic for the same seeds. */
export type Random = () => number

const warmUpRounds = 16

/**
 * Creates a generator of random numbers (`sfc32`) from up to three whole numbers. Its state is large enough that ids
 * drawn from different generators never collide in practice.
 */
export const createRandom = (first: number, second = 0, third = 0): Random => {
  let [a, b, c, counter] = [first | 0, second | 0, third | 0, 1]
  const next = (): number => {
    const sum = (a + b + counter) | 0
    counter = (counter + 1) | 0
    a = b ^ (b >>> 9)
    b = (c + (c << 3)) | 0
    c = (((c << 21) | (c >>> 11)) + sum) | 0
    return (sum >>> 0) / 2 ** 32
  }
  for (let round = 0; round < warmUpRounds; round++) next()
  return next
}

/** Returns true with the given probability, from 0 to 1. */
export const drawChance = (random: Random, chance: number): boolean => random() < chance

/** Draws a whole number between two whole numbers, both inclusive. */
export const drawInt = (random: Random, low: number, high: number): number =>
  low + Math.floor(random() * (high - low + 1))

/** Draws a log-normal number with the given median. `spread` is the standard deviation of its logarithm. */
export const drawLogNormal = (random: Random, median: number, spread: number): number => {
  const normal = Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random())
  return median * Math.exp(spread * normal)
}

/**
 * Draws one of the items, with a probability proportional to its weight.
 * @throws RangeError if no item has a weight above 0.
 */
export const pickWeighted = <Item>(random: Random, items: readonly Item[], weightOf: (item: Item) => number): Item => {
  const weights = items.map(weightOf)
  let rest = random() * weights.reduce((sum, weight) => sum + weight, 0)
  for (const [index, item] of items.entries()) {
    rest -= weights[index] ?? 0
    if (rest < 0) return item
  }
  throw new RangeError('There is nothing to pick from')
}

/**
 * Draws one of the items, all with the same probability.
 * @throws RangeError if there are no items.
 */
export const pick = <Item>(random: Random, items: readonly Item[]): Item => {
  const item = items[Math.floor(random() * items.length)]
  if (item === undefined) throw new RangeError('There is nothing to pick from')
  return item
}

/** Returns the items in random order. */
export const shuffle = <Item>(random: Random, items: readonly Item[]): Item[] =>
  items
    .map((item) => ({ item, rank: random() }))
    .sort((one, other) => one.rank - other.rank)
    .map(({ item }) => item)

/** Draws the given number of decimal or hexadecimal digits. */
export const drawDigits = (random: Random, length: number, base: 10 | 16 = 10): string => {
  let digits = ''
  while (digits.length < length) digits += '0123456789abcdef'.charAt(Math.floor(random() * base))
  return digits
}

const hexBytes = Array.from({ length: 256 }, (_, byte) => byte.toString(16).padStart(2, '0'))

/** Draws an id in the format of a random UUID. */
export const drawUuid = (random: Random): string => {
  const draw16Bits = (): string => pickByte(random) + pickByte(random)
  const variant = '89ab'.charAt(Math.floor(random() * 4))
  const [version, rest] = [draw16Bits().slice(1), draw16Bits().slice(1)]
  const node = draw16Bits() + draw16Bits() + draw16Bits()
  return `${draw16Bits()}${draw16Bits()}-${draw16Bits()}-4${version}-${variant}${rest}-${node}`
}

const pickByte = (random: Random): string => hexBytes[Math.floor(random() * 256)] ?? ''
