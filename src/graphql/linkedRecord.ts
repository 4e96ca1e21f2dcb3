import { delegateOf } from '../db/delegates.ts'
import type { Prisma } from '../db/generated/client.ts'
import type { ListSource } from '../db/lists/source.ts'
import type { Window } from '../db/sql/filters.ts'
import type { Parents } from '../db/sql/rows.ts'
import type { Identified } from './connection.ts'
import { defineLoader } from './loader.ts'

/**
 * Declares the loader of the record that a key links to, with the given fields. The value is null if it links to none.
 * @param match what the id of the record equals for a key.
 */
export const defineLinkedRecord = <Row extends Identified, Fields extends Window, Field extends string>(
  model: Prisma.ModelName,
  source: ListSource<Row, Fields, Field>,
  match: NonNullable<Parents['match']>,
) =>
  defineLoader<Row | null, readonly string[]>(
    async (prisma, keys, fields) => {
      const found = await delegateOf(prisma, model).findChildren(
        source,
        { column: source.table.columns.id, keys, match },
        {
          fields,
          sortBy: source.sortKeys[source.defaultSort],
          descending: false,
          fromEnd: false,
          limit: 1,
          offset: 0,
          filter: null,
        },
      )
      return new Map([...found].map(([key, [row]]) => [key, row ?? null]))
    },
    () => null,
  )
