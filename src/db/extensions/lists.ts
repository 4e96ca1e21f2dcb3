import { Prisma } from '../generated/client.ts'
import {
  countAll,
  countAllOf,
  countRolledUp,
  findMatching,
  findPage,
  findPagesOf,
  type ListSource,
  type Matches,
  type MatchRequest,
  type SourcePage,
} from '../lists/source.ts'
import type { Queryable } from '../queryable.ts'
import type { Filter, Window } from '../sql/filters.ts'
import type { KeyedRow, PageRow, Parents } from '../sql/rows.ts'
import { type OnOperation, reportMethods } from './operations.ts'

interface Identified {
  readonly id: string
}

/** Methods that read lists of records. */
export interface ListMethods {
  /** Reads one page of a record's list, in order. */
  findPage<Row extends Identified, Fields extends Window, Order extends string>(
    source: ListSource<Row, Fields, Order>,
    page: SourcePage<Fields>,
  ): Promise<PageRow<Row>[]>

  /** Reads the same page for each of many parents, in one statement. A parent without rows has no entry. */
  findChildren<Row extends Identified, Fields extends Window, Order extends string>(
    source: ListSource<Row, Fields, Order>,
    parents: Parents,
    page: SourcePage<Fields>,
  ): Promise<Map<string, KeyedRow<Row>[]>>

  /** Reads those of the rows with the given ids that match a filter, in the order of the ids, as far as their size allows. */
  findMatching<Row extends Identified, Fields extends Window, Order extends string>(
    source: ListSource<Row, Fields, Order>,
    ids: readonly string[],
    request: MatchRequest<Fields>,
  ): Promise<Matches<Row>>

  /** Counts the rows of a record's list that match a filter, from rollups if the filter permits it. */
  countMatching<Row extends Identified, Fields extends Window, Order extends string>(
    source: ListSource<Row, Fields, Order>,
    filter: Filter<Fields> | null | undefined,
  ): Promise<number>

  /** Counts the same for each of many parents, in one statement. A parent without rows has no entry. */
  countChildren<Row extends Identified, Fields extends Window, Order extends string>(
    source: ListSource<Row, Fields, Order>,
    parents: Parents,
    filter: Filter<Fields> | null | undefined,
  ): Promise<Map<string, number>>

  /** Counts the rows that match a filter from rollups only; undefined if the filter requires the rows. */
  countFromRollups<Fields extends Window>(
    source: Parameters<typeof countRolledUp<Fields>>[1],
    filter: Filter<Fields>,
  ): Promise<number | undefined>
}

/**
 * Lists of records: keyset pages, pages of many parents and counts.
 *
 * Prisma's own API cannot express them with the same plan. Row comparisons `(time, id) < (…)` do not exist in `where`;
 * a nested `take` is applied after all children have been read; and `NOT` excludes rows whose condition is null, where
 * `not` of a filter is the exact complement.
 */
export const listMethods = (sql: Queryable, onOperation?: OnOperation) => {
  const methods: ListMethods = {
    findPage: (source, page) => findPage(sql, source, page),
    findChildren: (source, parents, page) => findPagesOf(sql, source, parents, page),
    findMatching: (source, ids, request) => findMatching(sql, source, ids, request),
    countMatching: (source, filter) => countAll(sql, source, filter),
    countChildren: (source, parents, filter) => countAllOf(sql, source, parents, filter),
    countFromRollups: (source, filter) => countRolledUp(sql, source, filter),
  }
  return Prisma.defineExtension({ name: 'lists', model: { $allModels: { ...reportMethods(methods, onOperation) } } })
}
