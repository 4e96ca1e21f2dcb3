import type { InputRef } from '@pothos/core'
import type { GraphQLResolveInfo } from 'graphql'
import type { Context } from '../context.ts'
import type { Filter, Window } from '../db/filters.ts'
import type { PageRow } from '../db/rows.ts'
import { countAll, countAllOf, findPage, findPagesOf, type RecordSource } from '../db/source.ts'
import { once } from '../shared/once.ts'
import { builder } from './builder.ts'
import { type Connection, defineConnection, type Identified, makePage, type NodeRef } from './connection.ts'
import { defineLoader } from './loader.ts'
import type { Order } from './orderInput.ts'
import { checkPageSize, defaultPageSize, type ListOrder, type PageArgs, readPageArgs } from './paging.ts'
import { storePerField } from './perField.ts'
import { selectedFields } from './selection.ts'

/** The arguments that every list takes. */
export interface ListArgs<Fields, Field extends string> extends PageArgs {
  readonly filter?: Filter<Fields> | null | undefined
  readonly orderBy?: Order<Field> | null | undefined
}

/** What makes a record's lists. */
export interface ListOptions<Row extends Identified, Fields extends Window, Field extends string> {
  /** The record's name in the schema. */
  readonly name: string
  readonly node: NodeRef
  readonly source: RecordSource<Row, Fields, Field>
  readonly filter: InputRef<Filter<Fields>>
  readonly order: InputRef<Order<Field>>
}

/** Defines a record's connection, the arguments of its lists, and how a list of all, or of one parent, is resolved. */
export const defineList = <Row extends Identified, Fields extends Window, Field extends string>(
  options: ListOptions<Row, Fields, Field>,
) => {
  const { name, node, source, filter, order } = options
  type Args = ListArgs<Fields, Field>

  const makePlan = (context: Context, info: GraphQLResolveInfo, args: Args) => {
    const listOrder = readOrder(name, source, args.orderBy)
    const fields = selectedFields(context, info, name, [['nodes'], ['edges', 'node']])
    return { args, fields, order: listOrder, page: readPageArgs(args, listOrder) }
  }
  type Planned = ReturnType<typeof makePlan>
  const planOf = storePerField<Planned>()
  const plan = (context: Context, info: GraphQLResolveInfo, args: Args): Planned =>
    planOf(context, info, () => makePlan(context, info, args))
  const requestOf = ({ args, fields, page: { size: _, ...page } }: Planned) => ({
    ...page,
    fields,
    filter: args.filter,
  })
  const pageOf = ({ args, order, page: { size } }: Planned, rows: readonly PageRow<Row>[]) =>
    makePage(rows, order, { ...args, size })

  return {
    connection: defineConnection(name, node),

    /** The arguments of a list field. */
    args: builder.args((t) => ({
      filter: t.field({ type: filter, description: 'Which rows to take; absent: all.' }),
      orderBy: t.field({ type: order, description: 'By what to sort; absent: the newest first.' }),
      first: t.int({ description: 'How many rows from the start, or after `after`: 0 to 1,000, by default 100.' }),
      after: t.string({ description: 'A cursor of the same order: only rows after its row.' }),
      last: t.int({ description: 'How many rows from the end, or before `before`: 0 to 1,000. Excludes `first`.' }),
      before: t.string({ description: 'A cursor of the same order: only rows before its row.' }),
      offset: t.int({
        description:
          'How many rows from the start to pass over, for numbered pages: 0 to 1,000,000. Goes with `first` only. Far pages cost less by cursor.',
      }),
    })),

    /** The list of all rows. */
    resolve: (context: Context, info: GraphQLResolveInfo, args: Args): Connection<Row> => {
      const planned = plan(context, info, args)
      return {
        page: once(async () => pageOf(planned, await findPage(context.db, source, requestOf(planned)))),
        count: () => countAll(context.db, source, args.filter),
      }
    },

    /** The first rows, the oldest first, that name a parent in one of their fields: one statement however many parents. */
    oldestForParent: (parentField: keyof Row & string, sort: Field) => {
      const column = source.table.columns[parentField]
      type Planned = { readonly fields: readonly string[]; readonly first: number }
      const planOf = storePerField<Planned>()
      const rows = defineLoader(
        (db, keys, { fields, first }: Planned) =>
          findPagesOf(
            db,
            source,
            { column, keys },
            {
              fields,
              sortBy: source.sortKeys[sort],
              descending: false,
              fromEnd: false,
              limit: first,
              offset: 0,
              filter: null,
            },
          ),
        () => [],
      )
      return (
        context: Context,
        info: GraphQLResolveInfo,
        { first }: { first: number },
        parent: string,
      ): Promise<PageRow<Row>[]> => {
        const planned = planOf(context, info, () => {
          checkPageSize('first', first)
          return { fields: selectedFields(context, info, name), first }
        })
        return rows(context, planned).load(parent)
      }
    },

    /** The lists of the rows that name a parent in one of their fields: one statement however many parents. */
    forParent: (parentField: keyof Row & string) => {
      const column = source.table.columns[parentField]
      const pages = defineLoader(
        (db, keys, planned: Planned) => findPagesOf(db, source, { column, keys }, requestOf(planned)),
        () => [],
      )
      const counts = defineLoader(
        (db, keys, args: Args['filter']) => countAllOf(db, source, { column, keys }, args),
        () => 0,
      )
      return (context: Context, info: GraphQLResolveInfo, args: Args, parent: string): Connection<Row> => {
        const planned = plan(context, info, args)
        return {
          page: once(async () => pageOf(planned, await pages(context, planned).load(parent))),
          count: () => counts(context, planned.args.filter).load(parent),
        }
      }
    },
  }
}

/** The argument of the plain lists that a record's few children come in. */
export const firstArg = builder.args((t) => ({
  first: t.int({ required: true, defaultValue: defaultPageSize, description: 'How many at most: 0 to 1,000.' }),
}))

const readOrder = <Row, Fields extends Window, Field extends string>(
  name: string,
  { sortKeys, defaultSort }: RecordSource<Row, Fields, Field>,
  orderBy: Order<Field> | null | undefined,
): ListOrder => {
  const field = orderBy?.field ?? defaultSort
  return { name: `${name}.${field}`, key: sortKeys[field], descending: orderBy?.direction !== 'ASC' }
}
