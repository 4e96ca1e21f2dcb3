import type { Queryable } from '../queryable.ts'
import { Prisma } from '../generated/client.ts'
import type { Filter, Window } from '../sql/filters.ts'
import type { KeyedRow, PageRow, Parents } from '../sql/rows.ts'
import { countAll, countAllOf, findPage, findPagesOf, type RecordSource, type SourcePage } from '../sql/source.ts'

interface Identified {
  readonly id: string
}

/**
 * Lists of records: keyset pages, pages of many parents and counts.
 *
 * Prisma's own API cannot express them with the same plan. Row comparisons `(time, id) < (…)` do not exist in `where`;
 * a nested `take` is applied after all children have been read; and `NOT` excludes rows whose condition is null, where
 * `not` of a filter is the exact complement. Counts come from rollups where the filter permits it.
 */
export const listMethods = (sql: Queryable) =>
  Prisma.defineExtension({
    name: 'lists',
    model: {
      $allModels: {
        /** Reads one page of a record's list, in order. */
        findPage: <Row extends Identified, Fields extends Window, Order extends string>(
          source: RecordSource<Row, Fields, Order>,
          page: SourcePage<Fields>,
        ): Promise<PageRow<Row>[]> => findPage(sql, source, page),

        /** Reads the same page for each of many parents, in one statement; a parent without rows has no entry. */
        findChildren: <Row extends Identified, Fields extends Window, Order extends string>(
          source: RecordSource<Row, Fields, Order>,
          parents: Parents,
          page: SourcePage<Fields>,
        ): Promise<Map<string, KeyedRow<Row>[]>> => findPagesOf(sql, source, parents, page),

        /** Counts the rows of a record's list under a filter. */
        countMatching: <Row extends Identified, Fields extends Window, Order extends string>(
          source: RecordSource<Row, Fields, Order>,
          filter: Filter<Fields> | null | undefined,
        ): Promise<number> => countAll(sql, source, filter),

        /** Counts the same for each of many parents, in one statement; a parent without rows has no entry. */
        countChildren: <Row extends Identified, Fields extends Window, Order extends string>(
          source: RecordSource<Row, Fields, Order>,
          parents: Parents,
          filter: Filter<Fields> | null | undefined,
        ): Promise<Map<string, number>> => countAllOf(sql, source, parents, filter),
      },
    },
  })
