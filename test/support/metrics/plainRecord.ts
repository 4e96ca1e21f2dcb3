import type { Compute, Row } from './plainMeasures.ts'
import type { MetricsRows } from './rows.ts'

/** A dimension: how its key is selected, and its value in a row. */
export interface PlainDimension {
  readonly key: string
  /** The values of an enum, by stored value; undefined for other dimensions. */
  readonly kinds?: Readonly<Record<string, string>>
  /** The field with the stored value; undefined for dimensions of the time. */
  readonly field?: string
  /** Whether the key has an id and a name, and the field with the name. */
  readonly isNamed?: true
  readonly nameField?: string
  /** The record in whose rows names are found; undefined for the own record. */
  readonly namesOf?: 'message'
  /** Whether the field has a list of values: a row is in the group of each of them. */
  readonly isList?: true
  readonly clock?: 'hour' | 'dayOfWeek'
}

/** A record, as the plain computation of its metrics knows it. */
export interface PlainRecord {
  readonly kind: keyof MetricsRows
  readonly query: string
  /** The field of the time that windows apply to. */
  readonly timeField: string
  readonly dimensions: Readonly<Record<string, PlainDimension>>
  readonly measures: Readonly<Record<string, Compute>>
  /** The measures that have a share. */
  readonly additive: readonly string[]
  /** The distributions that are measured: the value of each row, null if a row has none. */
  readonly distributions?: Readonly<Record<string, (row: Row) => number | null>>
}
