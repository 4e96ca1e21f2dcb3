import type { InputRef } from '@pothos/core'
import type { GraphQLResolveInfo } from 'graphql'
import type { Db } from '../db/client.ts'
import { delegateOf } from '../db/delegates.ts'
import type { Prisma } from '../db/generated/client.ts'
import type { RecordSource } from '../db/lists/source.ts'
import type { Filter, Window } from '../db/sql/filters.ts'
import type { PageRow } from '../db/sql/rows.ts'
import type { Column } from '../db/sql/table.ts'
import { once } from '../shared/once.ts'
import { inTurns } from '../shared/turns.ts'
import { builder } from './builder.ts'
import { type Connection, defineConnection, type Identified, makePage, type NodeRef } from './connection.ts'
import type { Context } from './context.ts'
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

/** Options of a record's lists. */
export interface ListOptions<Row extends Identified, Fields extends Window, Field extends string> {
  /** The record's Prisma model and GraphQL type. */
  readonly name: Prisma.ModelName
  readonly node: NodeRef
  readonly source: RecordSource<Row, Fields, Field>
  readonly filter: InputRef<Filter<Fields>>
  readonly order: InputRef<Order<Field>>
}

/** Defines a record's connection type, the arguments of its lists, and the resolvers of its root and nested lists. */
export const defineList = <Row extends Identified, Fields extends Window, Field extends string>(
  options: ListOptions<Row, Fields, Field>,
) => {
  const { name, node, source, filter, order } = options
  const delegate = (prisma: Db) => delegateOf(prisma, name)
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
      filter: t.field({ type: filter, description: 'Restricts the list to matching records. Default: all records.' }),
      orderBy: t.field({ type: order, description: `Sort order. Default: \`${source.defaultSort}\`, descending.` }),
      first: t.int({
        description: 'Page size, counted from the start of the list or after `after`. 0 to 1,000. Default: 100.',
      }),
      after: t.string({
        description: 'Returns only records after this cursor. The cursor must come from a list with the same order.',
      }),
      last: t.int({
        description:
          'Page size, counted back from the end of the list or before `before`. 0 to 1,000. Cannot be combined with `first`.',
      }),
      before: t.string({
        description: 'Returns only records before this cursor. The cursor must come from a list with the same order.',
      }),
      offset: t.int({
        description:
          'Number of records to skip from the start of the list, for numbered pages. 0 to 1,000,000. Cannot be combined with `after`, `before` or `last`. For distant pages, cursors are faster.',
      }),
    })),

    /** Resolves the list of all records. */
    resolve: (context: Context, info: GraphQLResolveInfo, args: Args): Connection<Row> => {
      const planned = plan(context, info, args)
      return {
        page: once(async () => pageOf(planned, await delegate(context.prisma).findPage(source, requestOf(planned)))),
        count: once(() => delegate(context.prisma).countMatching(source, args.filter)),
      }
    },

    /** Resolves the oldest records of a parent, in one statement for any number of parents. */
    oldestForParent: (column: Column, sort: Field) => {
      type Planned = { readonly fields: readonly string[]; readonly first: number }
      const planOf = storePerField<Planned>()
      const rows = defineLoader(
        (prisma, keys, { fields, first }: Planned) =>
          delegate(prisma).findChildren(
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
      ): Promise<Iterable<PageRow<Row>>> => {
        const planned = planOf(context, info, () => {
          checkPageSize('first', first)
          return { fields: selectedFields(context, info, name), first }
        })
        return rows(context, planned).load(parent).then(inTurns)
      }
    },

    /** Resolves the connection of a parent's records, in one statement for any number of parents. */
    forParent: (column: Column) => {
      const pages = defineLoader(
        (prisma, keys, planned: Planned) => delegate(prisma).findChildren(source, { column, keys }, requestOf(planned)),
        () => [],
      )
      const counts = defineLoader(
        (prisma, keys, args: Args['filter']) => delegate(prisma).countChildren(source, { column, keys }, args),
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

/** The `first` argument of plain lists, which are used for parents with few children. */
export const firstArg = builder.args((t) => ({
  first: t.int({
    required: true,
    defaultValue: defaultPageSize,
    description: 'Maximum number of records. 0 to 1,000.',
  }),
}))

const readOrder = <Row, Fields extends Window, Field extends string>(
  name: string,
  { sortKeys, defaultSort }: RecordSource<Row, Fields, Field>,
  orderBy: Order<Field> | null | undefined,
): ListOrder => {
  const field = orderBy?.field ?? defaultSort
  return { name: `${name}.${field}`, key: sortKeys[field], descending: orderBy?.direction !== 'ASC' }
}
