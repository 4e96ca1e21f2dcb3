import sql, { raw, type Sql } from 'sql-template-tag'
import { contains } from '../../db/sql/filterRules.ts'
import type { MonitoringFilter } from '../../db/sql/monitoringRules.ts'
import { optional } from '../../db/sql/table.ts'

/** Which entries of a catalogue to read, and what of them. */
export interface CatalogueRequest {
  readonly filter: MonitoringFilter
  readonly search: string
  /** Only entries after this key; undefined for the first ones. */
  readonly after: string | undefined
  readonly limit: number
  /** The names of the lists whose records are counted. */
  readonly counts: readonly string[]
  /** Whether names are looked up. */
  readonly isNamed: boolean
  /** Whether the times of the first and the latest record are looked up. */
  readonly isTimed: boolean
}

/** The quoted name of a column. */
export const quoted = (name: string): Sql => raw(`"${name}"`)

/** Matches entries by their key and their name, in columns with these names. */
export const searchSql = (text: string, ...names: readonly string[]): Sql =>
  contains(...names.map((name) => optional(name, 'text')))(text, 'search') ?? sql`TRUE`
