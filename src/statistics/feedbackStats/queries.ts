import { z } from 'zod'
import type { Db } from '../../db/client.ts'
import type { MonitoringFilter } from '../../db/sql/monitoringRules.ts'
import { feedbackFiguresSql } from './sql.ts'

const rowSchema = z.object({
  kind: z.enum(['all', 'bot', 'pipeline']),
  id: z.string().nullable(),
  name: z.string().nullable(),
  total: z.number(),
  likes: z.number(),
  dislikes: z.number(),
})

/** Feedback counted for one bot or pipeline, or for all. */
export type FeedbackCount = Omit<z.infer<typeof rowSchema>, 'kind'>

/** Feedback counted in all, and for each bot and pipeline that has any. */
export interface FeedbackStats {
  readonly all: FeedbackCount
  readonly byBot: readonly FeedbackCount[]
  readonly byPipeline: readonly FeedbackCount[]
}

const none: FeedbackCount = { id: null, name: null, total: 0, likes: 0, dislikes: 0 }

/** Counts feedback in one statement; groups with the most feedback first, then by id. */
export const findFeedbackStats = async (prisma: Db, filter: MonitoringFilter): Promise<FeedbackStats> => {
  const rows = await prisma.$figures(rowSchema, feedbackFiguresSql(filter))
  const ofKind = (kind: 'all' | 'bot' | 'pipeline') => rows.filter((row) => row.kind === kind)
  return { all: ofKind('all')[0] ?? none, byBot: ofKind('bot'), byPipeline: ofKind('pipeline') }
}
