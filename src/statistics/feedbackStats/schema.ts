import { builder } from '../../graphql/builder.ts'
import { monitoringFilterArg } from '../../graphql/monitoringFilter.ts'
import { percent } from '../../shared/figures.ts'
import { type FeedbackCount, type FeedbackStats, findFeedbackStats } from './queries.ts'

const total = { type: 'SafeInt', description: 'Number of feedback records of any type.' } as const
const likes = { type: 'SafeInt', description: 'Number of feedback records of the type LIKE.' } as const
const dislikes = { type: 'SafeInt', description: 'Number of feedback records of the type DISLIKE.' } as const

const BotFeedbackStats = builder.objectRef<FeedbackCount>('BotFeedbackStats').implement({
  description: 'Feedback statistics of one bot.',
  fields: (t) => ({
    botId: t.exposeID('id', { nullable: true, description: 'Id of the bot. Null for feedback without a bot.' }),
    botName: t.exposeString('name', {
      nullable: true,
      description: 'Latest known name of the bot in the matching feedback. Null if unknown.',
    }),
    total: t.expose('total', total),
    likes: t.expose('likes', likes),
    dislikes: t.expose('dislikes', dislikes),
  }),
})

const PipelineFeedbackStats = builder.objectRef<FeedbackCount>('PipelineFeedbackStats').implement({
  description: 'Feedback statistics of one pipeline.',
  fields: (t) => ({
    pipelineId: t.exposeID('id', {
      nullable: true,
      description: 'Id of the pipeline. Null for feedback without a pipeline.',
    }),
    pipelineName: t.exposeString('name', {
      nullable: true,
      description: 'Latest known name of the pipeline in the matching feedback. Null if unknown.',
    }),
    total: t.expose('total', total),
    likes: t.expose('likes', likes),
    dislikes: t.expose('dislikes', dislikes),
  }),
})

const FeedbackStatsType = builder.objectRef<FeedbackStats>('FeedbackStats').implement({
  description: 'Statistics of user feedback on replies: in total, by bot and by pipeline.',
  fields: (t) => ({
    totalFeedback: t.field({ ...total, resolve: ({ all }) => all.total }),
    totalLikes: t.field({ ...likes, resolve: ({ all }) => all.likes }),
    totalDislikes: t.field({ ...dislikes, resolve: ({ all }) => all.dislikes }),
    satisfactionRate: t.float({
      description: 'Likes as a percentage of all feedback, rounded to two decimals. 0 if there is no feedback.',
      resolve: ({ all }) => percent(all.likes, all.total, 0),
    }),
    byBot: t.field({
      type: [BotFeedbackStats],
      description: 'Statistics of each bot that has feedback, most feedback first, then by id.',
      resolve: ({ byBot }) => [...byBot],
    }),
    byPipeline: t.field({
      type: [PipelineFeedbackStats],
      description: 'Statistics of each pipeline that has feedback, most feedback first, then by id.',
      resolve: ({ byPipeline }) => [...byPipeline],
    }),
  }),
})

builder.queryField('feedbackStats', (t) =>
  t.field({
    type: FeedbackStatsType,
    description: 'Statistics of user feedback: in total, by bot and by pipeline.',
    args: monitoringFilterArg(),
    resolve: (_root, { filter }, { prisma }) => findFeedbackStats(prisma, filter ?? {}),
  }),
)
