import type { ObjectRef } from '@pothos/core'
import type { FilterArgs } from '../db/sql/givenFilter.ts'
import type { MonitoringFields } from '../db/sql/monitoringRules.ts'
import type { PageRow } from '../db/sql/rows.ts'
import type { Column } from '../db/sql/table.ts'
import { inSlices } from '../shared/timeSlices.ts'
import type { ResolvedWindow } from '../shared/timeWindow.ts'
import { builder } from './builder.ts'
import { type ListOrder, type PageArgs, writeCursor } from './paging.ts'
import { windowField } from './resolvedWindow.ts'

/** One page of a list, in the list's order. */
export interface Page<Row> {
  readonly rows: readonly PageRow<Row>[]
  readonly order: ListOrder
  readonly hasNextPage: boolean
  readonly hasPreviousPage: boolean
}

/** Which rows a list consists of, over all of its pages. */
export interface ListRows {
  /** The filter arguments of its field, as given by the client. */
  readonly given: FilterArgs<MonitoringFields>
  /** The time that their relative windows are resolved at. */
  readonly asOf: Date
  /** The column that refers to the parent of the rows; undefined for the list of all records. */
  readonly column: Column | undefined
}

/** A list as exposed by the schema. Its page and its count are read only if they are selected. */
export interface Connection<Row> {
  /** The same object for all parents of a field. */
  readonly rows: ListRows
  /** The key of the parent whose rows it consists of; undefined for the list of all records. */
  readonly parent: string | undefined
  readonly window: ResolvedWindow
  readonly page: () => Promise<Page<Row>>
  readonly count: () => Promise<number>
}

/** Creates a page from its rows: up to one more than the page size, in reverse order for `last`. */
export const makePage = <Row>(
  found: readonly PageRow<Row>[],
  order: ListOrder,
  args: PageArgs & { readonly size: number },
): Page<Row> => {
  const rows = found.slice(0, args.size)
  const hasMore = found.length > args.size
  if (args.last != null)
    return {
      rows: rows.reverse(),
      order,
      hasNextPage: args.before != null,
      hasPreviousPage: hasMore || args.after != null,
    }
  return {
    rows,
    order,
    hasNextPage: hasMore || args.before != null,
    hasPreviousPage: args.after != null || (args.offset ?? 0) > 0,
  }
}

const cursorOf = ({ order }: Page<Identified>, row: PageRow<Identified> | undefined): string | null =>
  row ? writeCursor(order, row.id, row.$sort) : null

const PageInfo = builder.objectRef<Page<Identified>>('PageInfo').implement({
  description: 'Position of a page within its list.',
  fields: (t) => ({
    hasNextPage: t.exposeBoolean('hasNextPage', {
      description:
        'Whether more records follow this page. Always true for a page requested with `before`, even if the records at and after its cursor were removed.',
    }),
    hasPreviousPage: t.exposeBoolean('hasPreviousPage', {
      description:
        'Whether records precede this page. Always true for a page requested with `after` or an `offset` above 0, even if the skipped records were removed.',
    }),
    startCursor: t.string({
      nullable: true,
      description:
        'Cursor of the first record of the page, to pass as `before`, with `last`. Null if the page is empty.',
      resolve: (page) => cursorOf(page, page.rows[0]),
    }),
    endCursor: t.string({
      nullable: true,
      description:
        'Cursor of the last record of the page, to pass as `after`, with `first`. Null if the page is empty.',
      resolve: (page) => cursorOf(page, page.rows.at(-1)),
    }),
  }),
})

/** The field that all records have in common. */
export interface Identified {
  readonly id: string
}

/** The GraphQL object type of a record. */
export type NodeRef = ObjectRef<typeof builder.$inferSchemaTypes, Identified>

/** Defines `<Name>Connection` and `<Name>Edge` for a record. */
export const defineConnection = (name: string, node: NodeRef) => {
  const Edge = builder.objectRef<{ page: Page<Identified>; row: PageRow<Identified> }>(`${name}Edge`).implement({
    description: `An edge of ${name}Connection: a record and its cursor.`,
    fields: (t) => ({
      cursor: t.string({
        description:
          'Opaque cursor of the record, to pass as `after` or `before` to a list with the same order. It remains valid when records are added or removed.',
        resolve: ({ page, row }) => writeCursor(page.order, row.id, row.$sort),
      }),
      node: t.field({ type: node, description: 'The record.', resolve: ({ row }) => row }),
    }),
  })
  return builder.objectRef<Connection<Identified>>(`${name}Connection`).implement({
    description: `A page of ${name} records.`,
    fields: (t) => ({
      nodes: t.field({
        type: [node],
        description: 'Records of the page, in the requested order.',
        resolve: async ({ page }) => inSlices((await page()).rows),
      }),
      edges: t.field({
        type: [Edge],
        description: 'Records of the page, each with its cursor.',
        resolve: async (connection) => {
          const page = await connection.page()
          return inSlices(page.rows.map((row) => ({ page, row })))
        },
      }),
      pageInfo: t.field({
        type: PageInfo,
        description: 'Position of the page within the list, with the cursors for the adjacent pages.',
        resolve: ({ page }) => page(),
      }),
      totalCount: t.field({
        type: 'SafeInt',
        description:
          'Number of records in the list that match the filter, across all pages. Computed only if selected.',
        extensions: { cost: 1 },
        resolve: ({ count }) => count(),
      }),
      window: t.expose('window', windowField),
    }),
  })
}
