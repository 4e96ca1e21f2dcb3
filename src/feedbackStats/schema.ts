import { builder } from '../graphql/builder.ts'
import { monitoringFilterArg } from '../graphql/monitoringFilter.ts'
import { percent } from '../shared/figures.ts'
import { type FeedbackCount, type FeedbackStats, findFeedbackStats } from './queries.ts'

const total = { type: 'SafeInt', description: 'All feedback, of whatever type.' } as const
const likes = { type: 'SafeInt', description: 'Feedback of the type LIKE.' } as const
const dislikes = { type: 'SafeInt', description: 'Feedback of the type DISLIKE.' } as const

const BotFeedbackStats = builder.objectRef<FeedbackCount>('BotFeedbackStats').implement({
  description: 'Feedback on the answers of one bot.',
  fields: (t) => ({
    botId: t.exposeID('id', { nullable: true, description: 'Id of the bot; null for feedback without one.' }),
    botName: t.exposeString('name', {
      nullable: true,
      description: 'The newest known name of the bot in this feedback; null where none is known.',
    }),
    total: t.expose('total', total),
    likes: t.expose('likes', likes),
    dislikes: t.expose('dislikes', dislikes),
  }),
})

const PipelineFeedbackStats = builder.objectRef<FeedbackCount>('PipelineFeedbackStats').implement({
  description: 'Feedback on the answers of one pipeline.',
  fields: (t) => ({
    pipelineId: t.exposeID('id', { nullable: true, description: 'Id of the pipeline; null for feedback without one.' }),
    pipelineName: t.exposeString('name', {
      nullable: true,
      description: 'The newest known name of the pipeline in this feedback; null where none is known.',
    }),
    total: t.expose('total', total),
    likes: t.expose('likes', likes),
    dislikes: t.expose('dislikes', dislikes),
  }),
})

const FeedbackStatsType = builder.objectRef<FeedbackStats>('FeedbackStats').implement({
  description: 'What users thought of the answers, in figures.',
  fields: (t) => ({
    totalFeedback: t.field({ ...total, resolve: ({ all }) => all.total }),
    totalLikes: t.field({ ...likes, resolve: ({ all }) => all.likes }),
    totalDislikes: t.field({ ...dislikes, resolve: ({ all }) => all.dislikes }),
    satisfactionRate: t.float({
      description: 'Likes in per cent of all feedback, with two decimals; 0 without feedback.',
      resolve: ({ all }) => percent(all.likes, all.total, 0),
    }),
    byBot: t.field({
      type: [BotFeedbackStats],
      description: 'The same for each bot that has feedback, the most first, then by id.',
      resolve: ({ byBot }) => [...byBot],
    }),
    byPipeline: t.field({
      type: [PipelineFeedbackStats],
      description: 'The same for each pipeline that has feedback, the most first, then by id.',
      resolve: ({ byPipeline }) => [...byPipeline],
    }),
  }),
})

builder.queryField('feedbackStats', (t) =>
  t.field({
    type: FeedbackStatsType,
    description: 'Counts of feedback, in all and by bot and pipeline.',
    args: monitoringFilterArg(),
    resolve: (_root, { filter }, { db }) => findFeedbackStats(db, filter ?? {}),
  }),
)
