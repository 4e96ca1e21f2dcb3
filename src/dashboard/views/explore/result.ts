import { type CostMeasures, readCost } from '../../parts/costs.ts'
import type { Dimension, Measure } from './catalogue.ts'

/** The values of measures; those of a distribution are nested. */
export interface Measures {
  readonly [field: string]: number | string | null | Measures
}

/** The values of a group's key. */
export type Key = Readonly<Record<string, unknown>>

/** A time bucket of the result. */
export interface ResultBucket {
  readonly bucketStart: string
  readonly bucketEnd: string
  readonly isPartial: boolean
  readonly measures?: Measures
  readonly previous?: Measures | null
}

/** A group of the result. */
export interface ResultGroup {
  readonly key: Key
  readonly isOthers: boolean
  readonly measures: Measures
  readonly previous?: Measures | null
  readonly series?: readonly { readonly measures: Measures }[]
}

/** What a composed document returns. */
export interface MetricsResult {
  readonly totals: Measures
  readonly previous?: Measures | null
  readonly series?: readonly ResultBucket[]
  readonly groups?: readonly ResultGroup[]
  readonly groupCount?: number
}

/** The value of a path, which may be in a distribution; null if there is none. */
const readPath = (measures: Measures | null | undefined, path: string): number | string | null => {
  let value: number | string | null | undefined | Measures = measures
  for (const field of path.split('.')) value = typeof value === 'object' && value !== null ? value[field] : null
  return typeof value === 'object' || value === undefined ? null : value
}

const toNumber = (value: number | string | null): number | null => (typeof value === 'number' ? value : null)

const readCount = (measures: Measures | null | undefined, path: string): number => Number(readPath(measures, path))

/** The cost that a measure adds up, with the number of calls and of those without one; null for any other measure. */
export const readCosts = (measures: Measures | null | undefined, { path, unrecorded }: Measure): CostMeasures | null =>
  unrecorded && {
    calls: readCount(measures, unrecorded.all),
    callsWithoutCost: readCount(measures, unrecorded.without),
    totalCost: toNumber(readPath(measures, path)),
  }

/** The value of a measure; null if there is none, or if none of the values that it adds up was recorded. */
export const readMeasure = (measures: Measures | null | undefined, measure: Measure): number | string | null => {
  const costs = readCosts(measures, measure)
  return costs && readCost(costs) === null ? null : readPath(measures, measure.path)
}

/** The value of a measure as a number; null for a time, or if it is not known. */
export const readNumber = (measures: Measures | null | undefined, measure: Measure): number | null =>
  toNumber(readMeasure(measures, measure))

/** The value of a dimension in a key, with its name if it has one; null if there is none. */
export const readKey = (
  key: Key,
  { key: field, isNamed }: Dimension,
): { readonly id: string; readonly name: string } | null => {
  const value = key[field]
  if (value === null || value === undefined) return null
  if (!isNamed) return { id: String(value), name: String(value) }
  const { id, name } = value as { readonly id: string; readonly name: string | null }
  return { id, name: name ?? id }
}

/** The names of the values of filters, as far as the values are ids. */
export interface LoadedNames {
  readonly facets: Readonly<
    Partial<Record<string, readonly { readonly value: string; readonly name?: string | null }[]>>
  >
}
