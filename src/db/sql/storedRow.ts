/** A row whose values fit the columns of its table, by field name. */
export type StoredRow = Readonly<Record<string, string | number | boolean | Date | null>>
