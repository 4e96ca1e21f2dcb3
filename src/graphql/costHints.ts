/** Options of a field whose text is often long: it adds the cost of one record. Use as `...longText`. */
export const longText = { extensions: { cost: 1 } }

/** Computes the sizes of the lists selected below a field, by list name, from the field's arguments. */
export type ListSizes = (args: Readonly<Record<string, unknown>>) => Readonly<Record<string, number>>

/** Options of a field whose arguments determine the sizes of lists below it, other than by `first` and `last`. */
export const sizesLists = (listSizes: ListSizes) => ({ extensions: { listSizes } })

/** Several options of a field that each set extensions, such as {@link longText} and `reads`, in one. */
export const joinHints = (...hints: readonly { readonly extensions: object }[]) => ({
  extensions: Object.assign({}, ...hints.map(({ extensions }) => extensions)) as Record<string, unknown>,
})
