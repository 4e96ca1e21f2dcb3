import type { Sql } from 'sql-template-tag'
import type { z } from 'zod'
import { Prisma } from '../generated/client.ts'
import type { Queryable } from '../queryable.ts'
import type { OnOperation } from './operations.ts'

/**
 * Statistics over rollups. Prisma's `aggregate` and `groupBy` read one table; a statistic combines rollups, pending deltas
 * and the rows at the ends of a window in one snapshot.
 */
export const statisticMethods = (sql: Queryable, onOperation?: OnOperation) =>
  Prisma.defineExtension({
    name: 'statistics',
    client: {
      /**
       * Runs a statement that computes statistics.
       * @param schema the shape of each row, validated at run time.
       * @throws ZodError if a row has another shape: a programming mistake.
       */
      $statistics: async <Row>(schema: z.ZodType<Row>, statement: Sql): Promise<Row[]> => {
        onOperation?.('$statistics')
        return (await sql.query(statement)).map((row) => schema.parse(row))
      },
    },
  })
