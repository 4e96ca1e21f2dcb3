/** A row whose values fit the columns of its table, by the names that the API uses. */
export type StoredRow = Readonly<Record<string, string | number | boolean | Date | null>>
