import { z } from 'zod'
import type { Db } from '../../db/client.ts'
import type { MonitoringFilter } from '../../db/sql/monitoringRules.ts'
import { type FeedbackGrouping, feedbackStatsSql } from './sql.ts'

const rowSchema = z.object({
  kind: z.enum(['all', 'bot', 'pipeline']),
  id: z.string().nullable(),
  name: z.string().nullable(),
  total: z.number(),
  likes: z.number(),
  dislikes: z.number(),
})

/** Feedback counts of one bot or pipeline, or of all feedback. */
export type FeedbackCount = Omit<z.infer<typeof rowSchema>, 'kind'>

/**
 * Counts feedback by the requested groupings, in one statement. Groups with the most feedback come first, then by id.
 */
export const findFeedbackCounts = async (
  prisma: Db,
  filter: MonitoringFilter,
  wanted: readonly FeedbackGrouping[],
): Promise<FeedbackCount[][]> => {
  const rows = await prisma.$statistics(rowSchema, feedbackStatsSql(filter, wanted))
  return wanted.map((grouping) => rows.filter(({ kind }) => kind === grouping))
}
