import type { OperationDocument, ResultOf } from '../api/resultOf.ts'
import { withFragments } from '../api/withFragments.ts'

/** A column that can be hidden: its key, and the fragment with the fields that its cells read. */
export interface ColumnFields<Row> {
  readonly key: string
  readonly fragment: OperationDocument<Row, unknown>
}

/** The columns of a list that can be hidden, by their keys. */
type Columns = Readonly<Record<string, ColumnFields<object>>>

type RowOf<Column> = Column extends ColumnFields<infer Row> ? Row : never

/** The fields of all columns besides the id, which each row has. */
type FieldsOf<Shown extends Columns> = Exclude<
  { readonly [Key in keyof Shown]: keyof RowOf<Shown[Key]> }[keyof Shown],
  'id'
>

/** A row with the fields of some columns only. */
type WithSome<Row, Fields> = Omit<Row, Fields & keyof Row> & Partial<Pick<Row, Fields & keyof Row>>

/** The data of a document whose rows have the fields of some columns only. */
type WithSomeColumns<Data, Fields> = Data extends { readonly list: { readonly nodes: readonly (infer Row)[] } }
  ? Omit<Data, 'list'> & {
      readonly list: Omit<Data['list'], 'nodes'> & { readonly nodes: readonly WithSome<Row, Fields>[] }
    }
  : never

/** The search parameter that selects the columns that are shown. */
interface ColumnSearch {
  readonly column?: readonly string[] | undefined
}

/** A list whose columns can be hidden. */
export interface ColumnList<Data, Variables> {
  /** The keys of the columns that the search parameters select. */
  readonly toShown: (search: ColumnSearch) => readonly string[]
  /** The document that loads the fields of the columns that the search parameters select, and of no others. */
  readonly toDocument: (search: ColumnSearch) => OperationDocument<Data, Variables>
}

/** Declares the columns of a list that can be hidden, each by a fragment with the fields that its cells read. */
export const defineColumns = <Fragments extends Readonly<Record<string, OperationDocument<object, unknown>>>>(
  fragments: Fragments,
): { readonly [Key in keyof Fragments]: ColumnFields<ResultOf<Fragments[Key]>> } =>
  // Every key of the fragments is mapped to the fields of its own fragment.
  Object.fromEntries(Object.entries(fragments).map(([key, fragment]) => [key, { key, fragment }])) as {
    readonly [Key in keyof Fragments]: ColumnFields<ResultOf<Fragments[Key]>>
  }

/**
 * Defines a list whose columns can be hidden.
 * @param document loads the list with the fragments of all columns.
 * @param defaults the columns that are shown unless others are chosen.
 */
export const defineColumnList = <Data, Variables, Shown extends Columns>(
  document: OperationDocument<Data, Variables>,
  columns: Shown,
  defaults: readonly (keyof Shown & string)[],
): ColumnList<WithSomeColumns<Data, FieldsOf<Shown>>, Variables> => {
  const toShown = ({ column }: ColumnSearch) => column ?? defaults
  return {
    toShown,
    toDocument: (search) => {
      const shown = toShown(search)
      const [kept, left] = [[], []] as [ColumnFields<object>[], ColumnFields<object>[]]
      for (const column of Object.values(columns)) (shown.includes(column.key) ? kept : left).push(column)
      const text = left.reduce((rest, { fragment }) => rest.replace(findSpread(fragment), ''), String(document))
      return withFragments(
        text as unknown as OperationDocument<WithSomeColumns<Data, FieldsOf<Shown>>, Variables>,
        ...kept.map(({ fragment }) => fragment),
      )
    },
  }
}

/** Matches where a document spreads a fragment. */
const findSpread = (fragment: OperationDocument<object, unknown>): RegExp => {
  const name = /fragment (\w+)/.exec(String(fragment))?.[1]
  return new RegExp(`\\s*\\.\\.\\.${name}\\b`)
}
