/** What a column holds; times are milliseconds since 1970 in a `Date`. */
export type ColumnType = 'text' | 'int' | 'float' | 'time' | 'boolean'

/** What PostgreSQL calls the types of columns, as casts name them; `[]` behind one makes it a list. */
export const sqlTypes: Readonly<Record<ColumnType, string>> = {
  text: 'text',
  int: 'integer',
  float: 'float8',
  time: 'timestamptz',
  boolean: 'boolean',
}

/** One column of a record's table. */
export interface Column {
  /** Its name in the database. */
  readonly name: string
  readonly type: ColumnType
  readonly nullable: boolean
  /** The most characters that it takes; absent for text of any length and for other types. */
  readonly maxLength?: number
  /** The largest number that recording and importing accept; absent where the type alone limits it. */
  readonly max?: number
}

/** A record's table: its name and, under the names that the API uses, its columns. */
export interface Table<Row> {
  readonly name: string
  /** The unique column by which writers know its rows; absent: the id. */
  readonly key?: Column
  readonly columns: { readonly [Key in keyof Row]-?: Column }
}

/** A table of whatever record, for what treats all alike. */
export interface AnyTable {
  readonly name: string
  readonly key?: Column
  readonly columns: Readonly<Record<string, Column>>
}

/**
 * The column of a field.
 * @throws Error where the table has none: a programming mistake.
 */
export const columnOf = ({ name, columns }: AnyTable, field: string): Column => {
  const column = columns[field]
  if (!column) throw new Error(`${name} has no column for ${field}`)
  return column
}

/** A table of whatever record, known by its id. */
export interface IdentifiedTable extends AnyTable {
  readonly columns: AnyTable['columns'] & { readonly id: Column }
}

/** The column by which writers know the rows of a table. */
export const keyOf = ({ key, columns }: IdentifiedTable): Column => key ?? columns.id

/** The field of that column. */
export const keyFieldOf = (table: IdentifiedTable): string =>
  Object.entries(table.columns).find(([, column]) => column === keyOf(table))?.[0] ?? 'id'

/** A column that takes no null. */
export const required = (name: string, type: ColumnType, maxLength?: number): Column => ({
  name,
  type,
  nullable: false,
  ...(maxLength === undefined ? {} : { maxLength }),
})

/** A column that takes null. */
export const optional = (name: string, type: ColumnType, maxLength?: number): Column => ({
  ...required(name, type, maxLength),
  nullable: true,
})

/** The most characters of an id or a name. */
export const nameLength = 255
/** The most characters of a status, level, role or kind. */
export const kindLength = 50
/** The largest whole number that a column takes. */
export const maxInt = 2 ** 31 - 1
