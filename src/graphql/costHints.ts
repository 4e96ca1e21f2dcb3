/** Options of a field whose text is often long: it adds the cost of one record. Use as `...longText`. */
export const longText = { extensions: { cost: 1 } }

/** Options of a field of a filter that queries related records: it adds the cost of 50 records. */
export const relatedQuery = { extensions: { cost: 50 } }

/** Options of a list of records that can be exported as a whole. */
export const exportedList = { extensions: { isExported: true } }

/** The sizes of lists by name. For a list of objects that have lists themselves, those of each object as well. */
export interface ListSizes {
  readonly [list: string]: number | { readonly size: number; readonly lists: ListSizes }
}

/**
 * Computes the sizes of the lists selected below a field, by list name, from the field's arguments and the time of the
 * operation. It may throw BAD_USER_INPUT for arguments with which the field fails.
 */
export type SizeLists = (args: Readonly<Record<string, unknown>>, now: Date) => ListSizes

/** Options of a field whose arguments determine the sizes of lists below it, other than by `first` and `last`. */
export const sizesLists = (listSizes: SizeLists) => ({ extensions: { listSizes } })

/** Several options of a field that each set extensions, such as {@link longText} and `reads`, in one. */
export const joinHints = (...hints: readonly { readonly extensions: object }[]) => ({
  extensions: Object.assign({}, ...hints.map(({ extensions }) => extensions)) as Record<string, unknown>,
})
