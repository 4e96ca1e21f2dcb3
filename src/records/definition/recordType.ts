import type { RecordingSettings } from '../../config/recording.ts'
import type { Prisma } from '../../db/generated/client.ts'
import type { RolledUp } from '../../db/lists/source.ts'
import type { ExportColumn } from '../../db/sql/exportColumn.ts'
import type { Rules } from '../../db/sql/filters.ts'
import type { MonitoringFields } from '../../db/sql/monitoringRules.ts'
import type { SortKey } from '../../db/sql/rows.ts'
import type { StoredRow } from '../../db/sql/storedRow.ts'
import type { Column, IdentifiedTable } from '../../db/sql/table.ts'

/** What everything that iterates over records knows about one: plain data, without GraphQL. */
export interface RecordType {
  /** The Prisma model, and the GraphQL type of the same name. */
  readonly model: Prisma.ModelName
  readonly table: IdentifiedTable
  readonly source: AnySource
  readonly export: ExportRules
  readonly retention: RetentionRules
  readonly copy: CopyRules
}

/** A record's filter rules, sort keys and rollup, whatever the record. */
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
  /** The columns of an export that does not choose any, in order. */
  readonly columns: readonly ExportColumn[]
  /** Further columns, which are exported only when the parameter `columns` names them. */
  readonly furtherColumns: readonly ExportColumn[]
  /** The column that the parameter `sessionId` filters by. */
  readonly sessionId: Column
  /** Set where a row's sort key may move up later: the time when the row began, which never moves. */
  readonly startColumn?: Column
}

/** When a record is old enough to be removed. */
export interface RetentionRules {
  /** The field whose time tells the age of a row. */
  readonly time: string
  /** A boolean field that protects a row while it is true, unless the row is idle; absent: nothing protects it. */
  readonly active?: string
}

/** How rows of LangBot's table of the same name are imported and followed. */
export interface CopyRules {
  /** The field by whose time rows are read in order. */
  readonly time: string
  /** Milliseconds before the last checkpoint from which rows are read again. */
  readonly overlap?: number
  /** Whether a row that is gone from the source is removed here too. */
  readonly mirrorsRemovals?: boolean
  /** Whether bot and pipeline are taken from the message or session where the source has none. */
  readonly inheritsContext?: boolean
  /** A field and the value that it has while a row may still change: such rows are read again by their ids. */
  readonly unfinished?: { readonly field: string; readonly value: string | boolean }
  /** Adapts a row before it is stored. */
  readonly prepare?: (row: StoredRow, settings: Pick<RecordingSettings, 'keepMedia'>) => StoredRow
  /** Adapts a row of a followed database, besides {@link prepare}. */
  readonly prepareFollowed?: (row: StoredRow, idleSince: Date) => StoredRow
}
