import type { Sql } from 'sql-template-tag'
import type { RecordingSettings } from '../../config/recording.ts'
import type { Prisma } from '../../db/generated/client.ts'
import type { RolledUp } from '../../db/lists/source.ts'
import type { ExportColumn } from '../../db/sql/exportColumn.ts'
import type { Rules } from '../../db/sql/filters.ts'
import type { MonitoringFields } from '../../db/sql/monitoringRules.ts'
import type { SortKey } from '../../db/sql/rows.ts'
import type { StoredRow } from '../../db/sql/storedRow.ts'
import type { Column, IdentifiedTable } from '../../db/sql/table.ts'
import type { Inherited } from './inheritedColumns.ts'
import type { MetricsDefinition } from './metrics/definition.ts'

/** The definition of a record: plain data, independent of GraphQL. */
export interface RecordType {
  /** The Prisma model, and the GraphQL type of the same name. */
  readonly model: Prisma.ModelName
  /** The name of its list, of its edges on other records, and of the relation in their filters. */
  readonly list: string
  /** The name of its filter in the schema. */
  readonly filter: string
  /** How other records refer to it; undefined if none do. */
  readonly reference?: Reference
  /** The field of other records' filters for whether they have any such record; undefined if there is none. */
  readonly flag?: string
  readonly table: IdentifiedTable
  readonly source: AnySource
  readonly metrics: MetricsDefinition
  readonly export: ExportRules
  readonly retention: RetentionRules
  /** Which changes of its rows are live events, besides inserts; by default none. */
  readonly live?: LiveRules
  readonly copy: CopyRules
}

/** How other records refer to a record. */
export interface Reference {
  /** The field that contains its id. */
  readonly field: string
  /** The name of the relation in their filters. */
  readonly relation: string
}

/** The filter rules and sort keys of any list, and the rollup that its rows are counted from, if there is one. */
export interface AnyListSource {
  readonly rules: Rules<MonitoringFields>
  /** The rules that are best for a few rows, see `ListSource`. */
  readonly rowRules?: Partial<Rules<MonitoringFields>>
  /** The rows in a relation that is best for counting many of them, see `ListSource`. */
  readonly storedRows?: (isWhole: boolean) => Sql
  readonly sortKeys: Readonly<Record<string, SortKey>>
  readonly defaultSort: string
  readonly rolledUp?: RolledUp
}

/** The same of any record. Every record has a rollup. */
export interface AnySource extends AnyListSource {
  readonly rolledUp: RolledUp
}

/** How a record is exported. */
export interface ExportRules {
  /** The value of the parameter `type`. */
  readonly type: string
  /** The columns that are exported by default, in order. */
  readonly columns: readonly ExportColumn[]
  /** Additional columns, which are exported only if the parameter `columns` names them. */
  readonly furtherColumns: readonly ExportColumn[]
  /** The column that the parameter `sessionId` filters by. */
  readonly sessionId: Column
  /** The immutable start time of a row. Set only for records whose sort key may increase later. */
  readonly startColumn?: Column
}

/** When a record is old enough to be removed. */
export interface RetentionRules {
  /** The field that determines the age of a row. */
  readonly time: string
  /**
   * A boolean field that protects a row from removal while it is true, unless the row is idle. If absent, no row is
   * protected.
   */
  readonly active?: string
}

/** Which changes of a record's rows are live events. */
export interface LiveRules {
  /** Whether updates are events, which subscriptions then deliver. */
  readonly hasChanges: boolean
}

/** How rows of LangBot's table of the same name are imported and followed. */
export interface CopyRules {
  /** The field by whose time rows are read in order. */
  readonly time: string
  /** Milliseconds before the last checkpoint from which rows are read again. */
  readonly overlap?: number
  /** Whether a row that was deleted in the source is deleted here too. */
  readonly mirrorsRemovals?: boolean
  /** What is inherited from the message or session if the source does not have it; by default nothing. */
  readonly inherits?: readonly Inherited[]
  /** A field and its value while a row may still change. Such rows are read again by id. */
  readonly unfinished?: { readonly field: string; readonly value: string | boolean }
  /** Adapts a row before it is stored. */
  readonly prepare?: (row: StoredRow, settings: Pick<RecordingSettings, 'keepMedia'>) => StoredRow
  /** Adapts a row of a followed database, in addition to {@link prepare}. */
  readonly prepareFollowed?: (row: StoredRow, idleSince: Date) => StoredRow
}
