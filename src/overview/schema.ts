import DataLoader from 'dataloader'
import type { Database } from '../db/database.ts'
import type { MonitoringFilter } from '../db/monitoringRules.ts'
import { builder } from '../graphql/builder.ts'
import { monitoringFilterArg } from '../graphql/monitoringFilter.ts'
import { percent } from '../shared/figures.ts'
import { findOverview, type OverviewFigures, type OverviewPart, readPart } from './queries.ts'

/** An overview whose parts are computed when a field asks for them, all that are asked for in one statement. */
type Overview = <Part extends OverviewPart>(part: Part) => Promise<OverviewFigures[Part]>

const makeOverview = (db: Database, filter: MonitoringFilter): Overview => {
  const loader = new DataLoader<OverviewPart, unknown>(async (wanted) => {
    const figures = await findOverview(db, filter, wanted)
    return wanted.map((part) => figures.get(part))
  })
  return async (part) => readPart(part, await loader.load(part))
}

const OverviewType = builder.objectRef<Overview>('Overview').implement({
  description: 'The key figures of the data that a filter lets through.',
  fields: (t) => ({
    totalMessages: t.field({
      type: 'SafeInt',
      description: 'Messages.',
      resolve: async (overview) => (await overview('messages')).total,
    }),
    llmCalls: t.field({
      type: 'SafeInt',
      description: 'Calls of large language models.',
      resolve: async (overview) => (await overview('llmCalls')).calls,
    }),
    embeddingCalls: t.field({
      type: 'SafeInt',
      description:
        'Calls of embedding models. A call without a message or session has no bot or pipeline, and counts only where none is asked for.',
      resolve: async (overview) => (await overview('embeddingCalls')).calls,
    }),
    modelCalls: t.field({
      type: 'SafeInt',
      description: 'Calls of models of either kind.',
      resolve: async (overview) => {
        const [llm, embedding] = await Promise.all([overview('llmCalls'), overview('embeddingCalls')])
        return llm.calls + embedding.calls
      },
    }),
    successRate: t.float({
      description: 'Messages with the status SUCCESS, in per cent of all, with two decimals; 100 without messages.',
      resolve: async (overview) => {
        const { total, success } = await overview('messages')
        return percent(success, total, 100)
      },
    }),
    activeSessions: t.field({
      type: 'SafeInt',
      description: 'Sessions that began in the window and still go on.',
      resolve: async (overview) => (await overview('sessions')).active,
    }),
    totalErrors: t.field({
      type: 'SafeInt',
      description: 'Errors.',
      resolve: async (overview) => (await overview('errors')).total,
    }),
    totalTokens: t.field({
      type: 'SafeInt',
      description: 'Tokens of all LLM calls, failed ones too.',
      resolve: async (overview) => (await overview('llmCalls')).tokens,
    }),
    totalCost: t.float({
      description:
        'Cost of all LLM calls in US dollars, with six decimals; calls without a known cost add nothing. At most the largest double-precision number.',
      resolve: async (overview) => (await overview('llmCalls')).cost,
    }),
  }),
})

builder.queryField('overview', (t) =>
  t.field({
    type: OverviewType,
    description: 'Key figures of messages, calls, sessions and errors.',
    args: monitoringFilterArg(),
    resolve: (_root, { filter }, { db }) => makeOverview(db, filter ?? {}),
  }),
)
