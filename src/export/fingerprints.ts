/** Number of tables over which fingerprints are distributed, so that only a small table is copied when one grows. */
const tableCount = 256
const firstCapacity = 16

/**
 * A set of fingerprints, which are whole numbers from 1 to 2^52, in hash tables with open addressing: 8 bytes per slot,
 * of which at most two thirds are used. A million fingerprints take 16 MB.
 */
export interface Fingerprints {
  /** Adds a fingerprint. Returns whether it is new. */
  add(fingerprint: number): boolean
}

interface Table {
  places: Float64Array
  count: number
}

/** Creates an empty set. */
export const makeFingerprints = (): Fingerprints => {
  const tables: readonly Table[] = Array.from({ length: tableCount }, () => ({
    places: new Float64Array(firstCapacity),
    count: 0,
  }))
  return {
    add: (fingerprint) => {
      const table = tables[fingerprint % tableCount]
      if (!table || !put(table.places, fingerprint)) return false
      table.count += 1
      if (table.count * 3 > table.places.length * 2) table.places = doubled(table.places)
      return true
    },
  }
}

/** Puts a fingerprint into its slot or the next free one. Returns whether it is new. */
const put = (places: Float64Array, fingerprint: number): boolean => {
  let place = Math.floor(fingerprint / tableCount) % places.length
  while (places[place] !== 0) {
    if (places[place] === fingerprint) return false
    place = (place + 1) % places.length
  }
  places[place] = fingerprint
  return true
}

const doubled = (places: Float64Array): Float64Array => {
  const larger = new Float64Array(places.length * 2)
  for (const fingerprint of places) if (fingerprint !== 0) put(larger, fingerprint)
  return larger
}
