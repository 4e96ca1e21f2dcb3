import type { InputRef } from '@pothos/core'
import type { GraphQLResolveInfo } from 'graphql'
import type { Db } from '../db/client.ts'
import { delegateOf } from '../db/delegates.ts'
import type { Prisma } from '../db/generated/client.ts'
import type { ListSource } from '../db/lists/source.ts'
import { type FilterArgs, type GivenFilter, type ResolvedFilter, resolveFilter } from '../db/sql/givenFilter.ts'
import type { MonitoringFields } from '../db/sql/monitoringRules.ts'
import type { PageRow, Parents } from '../db/sql/rows.ts'
import type { Column } from '../db/sql/table.ts'
import { once } from '../shared/once.ts'
import { inSlices } from '../shared/timeSlices.ts'
import { builder } from './builder.ts'
import {
  type Connection,
  defineConnection,
  type Identified,
  type ListRows,
  makePage,
  type NodeRef,
} from './connection.ts'
import type { Context } from './context.ts'
import { filterArgs } from './filterArgs.ts'
import { defineLoader } from './loader.ts'
import type { Order } from './orderInput.ts'
import { checkPageSize, defaultPageSize, type ListOrder, type PageArgs, readPageArgs } from './paging.ts'
import { storePerField } from './perField.ts'
import { selectedFields } from './selection.ts'

/** The arguments that every list takes. */
export interface ListArgs<Fields, Field extends string> extends PageArgs, FilterArgs<Fields> {
  readonly orderBy?: Order<Field> | null | undefined
}

/** Options of a record's lists. */
export interface ListOptions<Row extends Identified, Fields extends MonitoringFields, Field extends string> {
  /** The record's Prisma model and GraphQL type. */
  readonly name: Prisma.ModelName
  readonly node: NodeRef
  readonly source: ListSource<Row, Fields, Field>
  readonly filter: InputRef<GivenFilter<Fields>>
  readonly order: InputRef<Order<Field>>
}

/** Defines a record's connection type, the arguments of its lists, and the resolvers of its root and nested lists. */
export const defineList = <Row extends Identified, Fields extends MonitoringFields, Field extends string>(
  options: ListOptions<Row, Fields, Field>,
) => {
  const { name, node, source, filter, order } = options
  const delegate = (prisma: Db) => delegateOf(prisma, name)
  type Args = ListArgs<Fields, Field>

  const makePlan = (context: Context, info: GraphQLResolveInfo, args: Args, column: Column | undefined) => {
    const { filter: given, scope, timeZone } = args
    const asOf = context.now()
    const listOrder = readOrder(name, source, args.orderBy)
    const fields = selectedFields(context, info, name, [['nodes'], ['edges', 'node']])
    return {
      ...resolveFilter(args, asOf),
      rows: { given: { filter: given, scope, timeZone }, asOf, column } satisfies ListRows,
      args,
      fields,
      order: listOrder,
      page: readPageArgs(args, listOrder),
    }
  }
  type Planned = ReturnType<typeof makePlan>
  const planOf = storePerField<Planned>()
  const plan = (context: Context, info: GraphQLResolveInfo, args: Args, column?: Column): Planned =>
    planOf(context, info, () => makePlan(context, info, args, column))
  const requestOf = ({ fields, filter, page: { size: _, ...page } }: Planned) => ({ ...page, fields, filter })
  const pageOf = ({ args, order, page: { size } }: Planned, rows: readonly PageRow<Row>[]) =>
    makePage(rows, order, { ...args, size })

  return {
    connection: defineConnection(name, node),

    /** The arguments of a list field. */
    args: builder.args((t) => ({
      ...filterArgs(filter, 'Restricts the list to matching records. Default: all records.'),
      orderBy: t.field({ type: order, description: `Sort order. Default: \`${source.defaultSort}\`, descending.` }),
      first: t.int({
        description:
          'Returns at most the first n records of the list, or of the part of it that `after` and `before` select. 0 to 1,000. Default: 100, unless `last` is given. Cannot be combined with `last`.',
      }),
      after: t.string({
        description:
          'Selects the part of the list after this cursor. The cursor must come from a list with the same order. Null means from the start.',
      }),
      last: t.int({
        description:
          'Returns at most the last n records of the list, or of the part of it that `after` and `before` select, in the same order. 0 to 1,000. Cannot be combined with `first`. Unrelated to the time window `last` of `filter` and `scope`.',
      }),
      before: t.string({
        description:
          'Selects the part of the list before this cursor. The cursor must come from a list with the same order. For the page immediately before the cursor, use `last`; `first` returns the start of that part. Null means to the end.',
      }),
      offset: t.int({
        description:
          'Number of records to skip from the start of the list, for numbered pages. 0 to 1,000,000. Default: 0. Cannot be combined with `after`, `before` or `last`. For distant pages, cursors are faster.',
      }),
    })),

    /** Resolves the list of all records. */
    resolve: (context: Context, info: GraphQLResolveInfo, args: Args): Connection<Row> => {
      const planned = plan(context, info, args)
      return {
        rows: planned.rows,
        parent: undefined,
        window: planned.window,
        page: once(async () => pageOf(planned, await delegate(context.prisma).findPage(source, requestOf(planned)))),
        count: once(() => delegate(context.prisma).countMatching(source, planned.filter)),
      }
    },

    /**
     * Resolves the oldest records of a parent, in one statement for any number of parents.
     * @param match what the column equals for a parent; by default the parent's key.
     */
    oldestForParent: (column: Column, sort: Field, match?: Parents['match']) => {
      type Planned = { readonly fields: readonly string[]; readonly first: number }
      const planOf = storePerField<Planned>()
      const rows = defineLoader(
        (prisma, keys, { fields, first }: Planned) =>
          delegate(prisma).findChildren(
            source,
            { column, keys, ...(match && { match }) },
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
        return rows(context, planned).load(parent).then(inSlices)
      }
    },

    /** Resolves the connection of a parent's records, in one statement for any number of parents. */
    forParent: (column: Column) => {
      const pages = defineLoader(
        (prisma, keys, planned: Planned) => delegate(prisma).findChildren(source, { column, keys }, requestOf(planned)),
        () => [],
      )
      const counts = defineLoader(
        (prisma, keys, by: ResolvedFilter<Fields>['filter']) =>
          delegate(prisma).countChildren(source, { column, keys }, by),
        () => 0,
      )
      return (context: Context, info: GraphQLResolveInfo, args: Args, parent: string): Connection<Row> => {
        const planned = plan(context, info, args, column)
        return {
          rows: planned.rows,
          parent,
          window: planned.window,
          page: once(async () => pageOf(planned, await pages(context, planned).load(parent))),
          count: () => counts(context, planned.filter).load(parent),
        }
      }
    },
  }
}

/**
 * The `first` argument of plain lists, which are used for parents with few children.
 * @param more how to read more of them, as a sentence.
 */
export const firstArg = (more: string) =>
  builder.args((t) => ({
    first: t.int({
      required: true,
      defaultValue: defaultPageSize,
      description: `Maximum number of records, oldest first. 0 to 1,000. ${more}`,
    }),
  }))

const readOrder = <Row, Fields extends MonitoringFields, Field extends string>(
  name: string,
  { sortKeys, defaultSort }: ListSource<Row, Fields, Field>,
  orderBy: Order<Field> | null | undefined,
): ListOrder => {
  const field = orderBy?.field ?? defaultSort
  return { name: `${name}.${field}`, key: sortKeys[field], descending: orderBy?.direction !== 'ASC' }
}
