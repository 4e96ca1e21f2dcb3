import { isComputed, type RolledUp } from '../db/lists/source.ts'
import type { ExportColumn } from '../db/sql/exportColumn.ts'
import { oneOf } from '../db/sql/filterRules.ts'
import type { Rules } from '../db/sql/filters.ts'
import type { MonitoringFields } from '../db/sql/monitoringRules.ts'
import type { SortKey } from '../db/sql/rows.ts'
import type { Column, IdentifiedTable } from '../db/sql/table.ts'
import { type ListedType, listedTypes } from '../records/registry.ts'

/** The filter fields of every export. */
export interface ExportFields extends MonitoringFields {
  sessionIds: readonly string[]
}

/** How a record is exported. */
export interface ExportType {
  /** The value of the parameter `type`. */
  readonly name: string
  /** The name of the filter of the record's list in the schema. */
  readonly filterName: string
  readonly table: IdentifiedTable
  readonly rules: Rules<ExportFields>
  /** The rollup that rows are counted from. If absent, rows are counted. */
  readonly rolledUp?: RolledUp
  /** The orders of the record's list, except those by a value that is computed for each row. */
  readonly sortKeys: ReadonlyMap<string, SortKey>
  /** The order by default, newest first. */
  readonly defaultSort: string
  /** The immutable start time of a row. Set only if a row's sort values may increase later. They never decrease. */
  readonly startColumn?: Column
  /** The default columns, in order. */
  readonly defaultColumns: readonly ExportColumn[]
  /** All available columns. */
  readonly columns: readonly ExportColumn[]
}

const makeType = ({ table, source, filter, export: rules }: ListedType): ExportType => {
  return {
    name: rules.type,
    filterName: filter,
    table,
    rules: { ...source.rules, sessionIds: oneOf(rules.sessionId) },
    ...(source.rolledUp ? { rolledUp: source.rolledUp } : {}),
    sortKeys: new Map(Object.entries(source.sortKeys).filter(([, sortKey]) => !isComputed(table, sortKey))),
    defaultSort: source.defaultSort,
    ...(rules.startColumn ? { startColumn: rules.startColumn } : {}),
    defaultColumns: rules.columns,
    columns: [...rules.columns, ...rules.furtherColumns],
  }
}

/** The exported records, and turns, by the value of the parameter `type`. */
export const exportTypes: ReadonlyMap<string, ExportType> = new Map(
  listedTypes.map((listed) => [listed.export.type, makeType(listed)]),
)
