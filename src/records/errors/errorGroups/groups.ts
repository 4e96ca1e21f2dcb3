import { z } from 'zod'
import type { Db } from '../../../db/client.ts'
import type { Filter } from '../../../db/sql/filters.ts'
import type { ErrorFields } from '../source.ts'
import { errorGroupsSql, type GroupsOptions } from './sql.ts'

const groupSchema = z.object({
  fingerprint: z.string(),
  errorType: z.string(),
  title: z.string(),
  count: z.number(),
  affectedUsers: z.number(),
  affectedSessions: z.number(),
  firstSeen: z.date(),
  lastSeen: z.date(),
  introducedAt: z.date(),
  sampleId: z.string(),
})

/** Errors with the same fingerprint. */
export type ErrorGroup = z.infer<typeof groupSchema>

const rowSchema = z.union([
  groupSchema.extend({ groupCount: z.number() }),
  z.object({ groupCount: z.number(), fingerprint: z.null() }),
])

/** Some groups, in order, and the number of all groups. */
export interface FoundGroups {
  readonly groups: readonly ErrorGroup[]
  readonly groupCount: number
}

/** Groups the errors that match a filter by fingerprint, in one statement. */
export const findErrorGroups = async (
  prisma: Db,
  filter: Filter<ErrorFields>,
  options: GroupsOptions,
): Promise<FoundGroups> => {
  const rows = await prisma.$statistics(rowSchema, errorGroupsSql(filter, options))
  return {
    groups: rows.flatMap((row) => (row.fingerprint === null ? [] : [row])),
    groupCount: rows[0]?.groupCount ?? 0,
  }
}
