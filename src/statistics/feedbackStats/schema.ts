import DataLoader from 'dataloader'
import type { Db } from '../../db/client.ts'
import { type ResolvedFilter, resolveFilter } from '../../db/sql/givenFilter.ts'
import type { MonitoringFields } from '../../db/sql/monitoringRules.ts'
import { builder } from '../../graphql/builder.ts'
import { monitoringFilterArgs } from '../../graphql/filterArgs.ts'
import { windowField } from '../../graphql/resolvedWindow.ts'
import { percent } from '../../shared/numbers.ts'
import type { ResolvedWindow } from '../../shared/timeWindow.ts'
import { type FeedbackCount, findFeedbackCounts } from './queries.ts'
import type { FeedbackGrouping } from './sql.ts'

const total = { type: 'SafeInt', description: 'Number of feedback records of any type.' } as const
const likes = { type: 'SafeInt', description: 'Number of feedback records of the type LIKE.' } as const
const dislikes = { type: 'SafeInt', description: 'Number of feedback records of the type DISLIKE.' } as const

/** Defines the statistics of one bot or pipeline. */
const defineGroupStats = (name: string, kind: 'bot' | 'pipeline') =>
  builder.objectRef<FeedbackCount>(name).implement({
    description: `Feedback statistics of one ${kind}.`,
    fields: (t) => ({
      [`${kind}Id`]: t.exposeID('id', {
        nullable: true,
        description: `Id of the ${kind}. Null in the entry of all feedback without a ${kind}.`,
      }),
      [`${kind}Name`]: t.exposeString('name', {
        nullable: true,
        description: `Most recent non-empty name of the ${kind} in the matching feedback. Null if there is none.`,
      }),
      total: t.expose('total', total),
      likes: t.expose('likes', likes),
      dislikes: t.expose('dislikes', dislikes),
    }),
  })

const BotFeedbackStats = defineGroupStats('BotFeedbackStats', 'bot')
const PipelineFeedbackStats = defineGroupStats('PipelineFeedbackStats', 'pipeline')

/** Counts of feedback, computed if a field selects them. All selected counts are read in one statement. */
interface FeedbackStats {
  readonly window: ResolvedWindow
  readonly countAll: () => Promise<FeedbackCount>
  readonly countBy: (kind: 'bot' | 'pipeline') => Promise<FeedbackCount[]>
}

const none: FeedbackCount = { id: null, name: null, total: 0, likes: 0, dislikes: 0 }

const makeStats = (prisma: Db, { filter, window }: ResolvedFilter<MonitoringFields>): FeedbackStats => {
  const loader = new DataLoader<FeedbackGrouping, FeedbackCount[]>((wanted) =>
    findFeedbackCounts(prisma, filter, wanted),
  )
  return {
    window,
    countAll: async () => (await loader.load('all'))[0] ?? none,
    countBy: (kind) => loader.load(kind),
  }
}

const FeedbackStatsType = builder.objectRef<FeedbackStats>('FeedbackStats').implement({
  description: 'Statistics of user feedback on replies: in total, by bot and by pipeline.',
  fields: (t) => ({
    totalFeedback: t.field({ ...total, resolve: async ({ countAll }) => (await countAll()).total }),
    totalLikes: t.field({ ...likes, resolve: async ({ countAll }) => (await countAll()).likes }),
    totalDislikes: t.field({ ...dislikes, resolve: async ({ countAll }) => (await countAll()).dislikes }),
    satisfactionRate: t.float({
      description: 'Likes as a percentage of all feedback, rounded to 2 decimal places. 0 if there is no feedback.',
      resolve: async ({ countAll }) => {
        const all = await countAll()
        return percent(all.likes, all.total, 0)
      },
    }),
    byBot: t.field({
      type: [BotFeedbackStats],
      description:
        'Statistics of each bot with matching feedback, without a limit. Most feedback first; ties are sorted by id in ascending byte order. Feedback without a bot has an entry of its own.',
      resolve: ({ countBy }) => countBy('bot'),
    }),
    byPipeline: t.field({
      type: [PipelineFeedbackStats],
      description:
        'Statistics of each pipeline with matching feedback, without a limit. Most feedback first; ties are sorted by id in ascending byte order. Feedback without a pipeline has an entry of its own.',
      resolve: ({ countBy }) => countBy('pipeline'),
    }),
    window: t.expose('window', windowField),
  }),
})

builder.queryField('feedbackStats', (t) =>
  t.field({
    type: FeedbackStatsType,
    description: 'Statistics of user feedback: in total, by bot and by pipeline.',
    args: monitoringFilterArgs(),
    resolve: (_root, args, { prisma, now }) => makeStats(prisma, resolveFilter(args, now())),
  }),
)
