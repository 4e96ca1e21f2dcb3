import { metricsCatalogue } from '../../generated/metrics.ts'
import type { KeyOf, MeasurePath, MetricsField, RecordName } from './api.ts'

/** What a record measures. */
export interface Measure {
  /** The field, or the field of a distribution after a dot, e.g. `durationMs.p95`. */
  readonly path: MeasurePath
  readonly unit: 'count' | 'decimal' | 'percent' | 'dollars' | 'milliseconds' | 'time'
  /** The field of the order; null if groups cannot be ordered by it. */
  readonly order: string | null
  /** Whether the values of groups add up to the total. */
  readonly isAdditive: boolean
  /**
   * The paths of the measures that count all values that this one adds up, and those that were not recorded; null if it
   * has all values.
   */
  readonly unrecorded: { readonly all: MeasurePath; readonly without: MeasurePath } | null
}

/** What records can be grouped by. */
export interface Dimension {
  readonly name: string
  /** The field of a group's key. */
  readonly key: KeyOf
  /** Whether the key has an id and a name. */
  readonly isNamed: boolean
  /** The field of the filter, and of the facets; null if there is none. */
  readonly filter: string | null
}

/** A record with metrics. */
export interface MetricsRecord {
  readonly name: RecordName
  /** The field of `Query`. */
  readonly field: MetricsField
  /** The field of the list, whose facets are the values of dimensions with a filter. */
  readonly list: string
  readonly measures: readonly Measure[]
  readonly dimensions: readonly Dimension[]
}

/** The records, as the schema declares their metrics: a new measure or dimension appears by itself. */
export const records: readonly MetricsRecord[] = metricsCatalogue

/** The measure that is shown by default: the number of records. */
export const findCount = ({ name, measures }: MetricsRecord): Measure | undefined => {
  const noun = name.replace(/^.*(?=[A-Z])/, '').toLowerCase()
  return measures.find(({ path }) => path === `${noun}s` || path === noun) ?? measures[0]
}
