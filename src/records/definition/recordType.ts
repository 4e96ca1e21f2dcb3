import type { RecordingSettings } from '../../config/recording.ts'
import type { Prisma } from '../../db/generated/client.ts'
import type { RolledUp } from '../../db/lists/source.ts'
import type { ExportColumn } from '../../db/sql/exportColumn.ts'
import type { Rules } from '../../db/sql/filters.ts'
import type { MonitoringFields } from '../../db/sql/monitoringRules.ts'
import type { SortKey } from '../../db/sql/rows.ts'
import type { StoredRow } from '../../db/sql/storedRow.ts'
import type { Column, IdentifiedTable } from '../../db/sql/table.ts'

/** The definition of a record: plain data, independent of GraphQL. */
export interface RecordType {
  /** The Prisma model, and the GraphQL type of the same name. */
  readonly model: Prisma.ModelName
  readonly table: IdentifiedTable
  readonly source: AnySource
  readonly export: ExportRules
  readonly retention: RetentionRules
  readonly copy: CopyRules
}

/** The filter rules, sort keys and rollup of any record. */
export interface AnySource {
  readonly rules: Rules<MonitoringFields>
  readonly sortKeys: Readonly<Record<string, SortKey>>
  readonly defaultSort: string
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
  /** Whether `columns` can also name the user and the platform of the message or session that the row belongs to. */
  readonly exportsSender?: true
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

/** How rows of LangBot's table of the same name are imported and followed. */
export interface CopyRules {
  /** The field by whose time rows are read in order. */
  readonly time: string
  /** Milliseconds before the last checkpoint from which rows are read again. */
  readonly overlap?: number
  /** Whether a row that was deleted in the source is deleted here too. */
  readonly mirrorsRemovals?: boolean
  /** Whether bot and pipeline are inherited from the message or session if the source has none. */
  readonly inheritsContext?: boolean
  /** A field and its value while a row may still change. Such rows are read again by id. */
  readonly unfinished?: { readonly field: string; readonly value: string | boolean }
  /** Adapts a row before it is stored. */
  readonly prepare?: (row: StoredRow, settings: Pick<RecordingSettings, 'keepMedia'>) => StoredRow
  /** Adapts a row of a followed database, in addition to {@link prepare}. */
  readonly prepareFollowed?: (row: StoredRow, idleSince: Date) => StoredRow
}
