/** Options of a field whose text is often long: it costs as much as a record. Use as `...longText`. */
export const longText = { extensions: { cost: 1 } }

/** How many values each list has that is selected below a field, by the names of the lists, from the field's arguments. */
export type ListSizes = (args: Readonly<Record<string, unknown>>) => Readonly<Record<string, number>>

/** Options of a field whose arguments determine the sizes of lists below it, other than by `first` and `last`. */
export const sizesLists = (listSizes: ListSizes) => ({ extensions: { listSizes } })
