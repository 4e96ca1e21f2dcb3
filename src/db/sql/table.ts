/** The type of a column. Times are `Date` objects. */
export type ColumnType = 'text' | 'int' | 'float' | 'time' | 'boolean'

/** PostgreSQL's names of the column types, for casts. Append `[]` for an array. */
export const sqlTypes: Readonly<Record<ColumnType, string>> = {
  text: 'text',
  int: 'integer',
  float: 'float8',
  time: 'timestamptz',
  boolean: 'boolean',
}

/** A column of a record's table. */
export interface Column {
  /** The name in the database. */
  readonly name: string
  readonly type: ColumnType
  readonly nullable: boolean
  /** Maximum number of characters; undefined for text of any length and for other types. */
  readonly maxLength?: number
  /** The largest number that recording and importing accept; undefined if only the type limits it. */
  readonly max?: number
}

/** Whether a column has texts of any length, which may be megabytes each. */
export const isLongText = ({ type, maxLength }: Column): boolean => type === 'text' && maxLength === undefined

/** A record's table: its name, and its columns by field name. */
export interface Table<Row> {
  readonly name: string
  /** The unique column that identifies rows for writers; by default the id. */
  readonly key?: Column
  readonly columns: { readonly [Key in keyof Row]-?: Column }
  /** Fields of a view that are computed from other tables. A page is chosen before they are read. */
  readonly computed?: readonly (keyof Row & string)[]
}

/** A table of any record, for record-independent code. */
export interface AnyTable {
  readonly name: string
  readonly key?: Column
  readonly columns: Readonly<Record<string, Column>>
  /** The fields that are computed for each row, see `Table`. */
  readonly computed?: readonly string[]
}

/**
 * Returns the column of a field.
 * @throws Error if the table has no such field: a programming mistake.
 */
export const columnOf = ({ name, columns }: AnyTable, field: string): Column => {
  const column = columns[field]
  if (!column) throw new Error(`${name} has no column for ${field}`)
  return column
}

/** A table of any record with an id. */
export interface IdentifiedTable extends AnyTable {
  readonly columns: AnyTable['columns'] & { readonly id: Column }
}

/** The column that identifies the rows of a table for writers. */
export const keyOf = ({ key, columns }: IdentifiedTable): Column => key ?? columns.id

/** The field of the column that identifies rows. */
export const keyFieldOf = (table: IdentifiedTable): string =>
  Object.entries(table.columns).find(([, column]) => column === keyOf(table))?.[0] ?? 'id'

/** Defines a column that is not nullable. */
export const required = (name: string, type: ColumnType, maxLength?: number): Column => ({
  name,
  type,
  nullable: false,
  ...(maxLength === undefined ? {} : { maxLength }),
})

/** Defines a nullable column. */
export const optional = (name: string, type: ColumnType, maxLength?: number): Column => ({
  ...required(name, type, maxLength),
  nullable: true,
})

/** Maximum number of characters of an id or name. */
export const nameLength = 255
/** Maximum number of characters of a status, level, role or kind. */
export const kindLength = 50
/** The largest integer that a column can store. */
export const maxInt = 2 ** 31 - 1
