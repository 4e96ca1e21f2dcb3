import type { Sql } from 'sql-template-tag'
import type { RolledUp } from '../../../db/lists/source.ts'
import type { Filter, Rules } from '../../../db/sql/filters.ts'
import type { MonitoringFields } from '../../../db/sql/monitoringRules.ts'
import type { Column } from '../../../db/sql/table.ts'
import type { Dimension } from './dimensions.ts'
import type { Measure } from './measures.ts'

/**
 * The metrics of a record: what its rows are grouped by, and what is computed for each group. The field of `Query`, its
 * enums and types, the SQL and the documentation are derived from it.
 */
export interface MetricsDefinition {
  /** The prefix of the types, e.g. `LlmCall`. The type of the filter is `<name>Filter`. */
  readonly name: string
  /** The field of `Query`, e.g. `llmCallMetrics`. */
  readonly field: string
  /** What is measured, in the plural, for descriptions, e.g. `LLM calls`. */
  readonly rows: string
  /** By which time a row is in a window and a bucket, as a sentence; undefined for the `timestamp` of the row. */
  readonly placement?: string
  readonly source: MetricsSource
  /** The dimensions by the names of their enum values, e.g. `MODEL`. */
  readonly dimensions: Readonly<Record<string, Dimension>>
  /** The measures by field name. The first one is the number of rows, by which groups are ordered by default. */
  readonly measures: Readonly<Record<string, Measure>>
}

/** Where the measured rows come from. */
export interface MetricsSource {
  /** The rules of the filter, over the columns of the relation. */
  readonly rules: Rules<MonitoringFields>
  /** The time that windows and buckets apply to. */
  readonly time: Column
  /** The relation of the rows, for `FROM`. A relation that is computed may read only the rows of the filter's window. */
  readonly relation: (filter: Filter<MonitoringFields>) => Sql
  /** The values that measures refer to, for one row. Those of the rollup have the names of its measures. */
  readonly values: Readonly<Record<string, Sql>>
  /** The rollup of the same rows; undefined if there is none. */
  readonly rolledUp: RolledUp | undefined
}
