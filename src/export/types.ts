import type { RolledUp } from '../db/lists/source.ts'
import type { ExportColumn } from '../db/sql/exportColumn.ts'
import { oneOf, type Rules } from '../db/sql/filters.ts'
import type { MonitoringFields } from '../db/sql/monitoringRules.ts'
import type { Column, IdentifiedTable } from '../db/sql/table.ts'
import type { RecordType } from '../records/definition/recordType.ts'
import { records } from '../records/registry.ts'
import { senderColumns } from './senderColumns.ts'

/** The filter fields of every export. */
export interface ExportFields extends MonitoringFields {
  sessionIds: readonly string[]
}

/** How a record is exported. */
export interface ExportType {
  /** The value of the parameter `type`. */
  readonly name: string
  readonly table: IdentifiedTable
  readonly rules: Rules<ExportFields>
  /** The rollup that rows are counted from. */
  readonly rolledUp: RolledUp
  /** The column that orders the rows, newest first; the id breaks ties. */
  readonly sortColumn: Column
  /** The immutable start time of a row. Set only if a row's sort key may increase later. */
  readonly startColumn?: Column
  /** The default columns, in order. */
  readonly defaultColumns: readonly ExportColumn[]
  /** All available columns. */
  readonly columns: readonly ExportColumn[]
}

const makeType = ({ table, source, export: rules }: RecordType): ExportType => {
  const sortKey = source.sortKeys[source.defaultSort]
  if (!sortKey) throw new Error(`${table.name} has no sort key ${source.defaultSort}`)
  return {
    name: rules.type,
    table,
    rules: { ...source.rules, sessionIds: oneOf(rules.sessionId) },
    rolledUp: source.rolledUp,
    sortColumn: sortKey.column,
    ...(rules.startColumn ? { startColumn: rules.startColumn } : {}),
    defaultColumns: rules.columns,
    columns: [...rules.columns, ...rules.furtherColumns, ...(rules.exportsSender ? senderColumns(table) : [])],
  }
}

/** The exported records, by the value of the parameter `type`. */
export const exportTypes: ReadonlyMap<string, ExportType> = new Map(
  records.map((record) => [record.export.type, makeType(record)]),
)
