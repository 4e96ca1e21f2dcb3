/** Fingerprints are spread over so many tables, so that growth copies a small one at a time. */
const tableCount = 256
const firstCapacity = 16

/**
 * A set of fingerprints, whole numbers from 1 to 2^52, in tables with open addressing: 8 bytes for each place, of which
 * two thirds at most are taken. A million of them take 16 MB.
 */
export interface Fingerprints {
  /** Adds one; tells whether it was not there yet. */
  add(fingerprint: number): boolean
}

interface Table {
  places: Float64Array
  count: number
}

/** Makes an empty set. */
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

/** Puts a fingerprint into its place, or the next free one behind it; tells whether it was not there yet. */
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
