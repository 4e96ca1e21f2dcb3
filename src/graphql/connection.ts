import type { ObjectRef } from '@pothos/core'
import type { PageRow } from '../db/rows.ts'
import { inTurns } from '../shared/turns.ts'
import { builder } from './builder.ts'
import { type ListOrder, type PageArgs, writeCursor } from './paging.ts'

/** One page of a list, in the list's order. */
export interface Page<Row> {
  readonly rows: readonly PageRow<Row>[]
  readonly order: ListOrder
  readonly hasNextPage: boolean
  readonly hasPreviousPage: boolean
}

/** A list as the schema shows it: its page and its count are read only where they are asked for. */
export interface Connection<Row> {
  readonly page: () => Promise<Page<Row>>
  readonly count: () => Promise<number>
}

/** A page from the rows that were read for it: one more than its size, and from the list's end in reverse. */
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
  description: 'Where a page stands in its list.',
  fields: (t) => ({
    hasNextPage: t.exposeBoolean('hasNextPage', {
      description:
        'Whether rows follow this page. Of a page that was asked for with `before` it is true: the row at the cursor follows.',
    }),
    hasPreviousPage: t.exposeBoolean('hasPreviousPage', {
      description:
        'Whether rows come before this page. Of a page that was asked for with `after` or `offset` it is true: those rows come before.',
    }),
    startCursor: t.string({
      nullable: true,
      description: 'Cursor of the first row, for `before`; null on an empty page.',
      resolve: (page) => cursorOf(page, page.rows[0]),
    }),
    endCursor: t.string({
      nullable: true,
      description: 'Cursor of the last row, for `after`; null on an empty page.',
      resolve: (page) => cursorOf(page, page.rows.at(-1)),
    }),
  }),
})

/** What every record has. */
export interface Identified {
  readonly id: string
}

/** The type of a record in the schema. */
export type NodeRef = ObjectRef<typeof builder.$inferSchemaTypes, Identified>

/** Defines `<Name>Connection` and `<Name>Edge` for a record. */
export const defineConnection = (name: string, node: NodeRef) => {
  const Edge = builder.objectRef<{ page: Page<Identified>; row: PageRow<Identified> }>(`${name}Edge`).implement({
    description: `One row of a ${name}Connection, with its cursor.`,
    fields: (t) => ({
      cursor: t.string({
        description:
          'Marks the row in lists of the same order: give it as `after` or `before`. It stays good while rows come and go.',
        resolve: ({ page, row }) => writeCursor(page.order, row.id, row.$sort),
      }),
      node: t.field({ type: node, description: 'The row itself.', resolve: ({ row }) => row }),
    }),
  })
  return builder.objectRef<Connection<Identified>>(`${name}Connection`).implement({
    description: `A page of a list of ${name} records.`,
    fields: (t) => ({
      nodes: t.field({
        type: [node],
        description: 'The rows of the page, in the order asked for.',
        resolve: async ({ page }) => inTurns((await page()).rows),
      }),
      edges: t.field({
        type: [Edge],
        description: 'The rows of the page, each with its cursor.',
        resolve: async (connection) => {
          const page = await connection.page()
          return inTurns(page.rows.map((row) => ({ page, row })))
        },
      }),
      pageInfo: t.field({
        type: PageInfo,
        description: 'Where the page stands in the list, and the cursors for the pages around it.',
        resolve: ({ page }) => page(),
      }),
      totalCount: t.field({
        type: 'SafeInt',
        description: 'Rows in the whole list under its filter, whatever the page. Counted only when asked for.',
        resolve: ({ count }) => count(),
      }),
    }),
  })
}
