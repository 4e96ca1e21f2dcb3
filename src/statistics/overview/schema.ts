import DataLoader from 'dataloader'
import type { Db } from '../../db/client.ts'
import type { MonitoringFilter } from '../../db/sql/monitoringRules.ts'
import { builder } from '../../graphql/builder.ts'
import { monitoringFilterArg } from '../../graphql/monitoringFilter.ts'
import { percent } from '../../shared/numbers.ts'
import { findOverview, type OverviewPart, type OverviewStatistics } from './queries.ts'

/** An overview whose parts are computed if a field selects them. All selected parts are read in one statement. */
type Overview = <Part extends OverviewPart>(part: Part) => Promise<OverviewStatistics[Part]>

const makeOverview = (prisma: Db, filter: MonitoringFilter): Overview => {
  const loader = new DataLoader<OverviewPart, Partial<OverviewStatistics>>(async (wanted) => {
    const statistics = await findOverview(prisma, filter, wanted)
    return wanted.map(() => statistics)
  })
  return async (part) => {
    const statistics = (await loader.load(part))[part]
    if (!statistics) throw new Error(`The overview has no ${part}`)
    return statistics
  }
}

const OverviewType = builder.objectRef<Overview>('Overview').implement({
  description: 'Key metrics of the data that matches a filter.',
  fields: (t) => ({
    totalMessages: t.field({
      type: 'SafeInt',
      description: 'Number of messages.',
      resolve: async (overview) => (await overview('messages')).total,
    }),
    llmCalls: t.field({
      type: 'SafeInt',
      description: 'Number of LLM calls.',
      resolve: async (overview) => (await overview('llmCalls')).calls,
    }),
    embeddingCalls: t.field({
      type: 'SafeInt',
      description:
        'Number of embedding calls. A call without a bot or pipeline does not match a filter by bot or pipeline.',
      resolve: async (overview) => (await overview('embeddingCalls')).calls,
    }),
    modelCalls: t.field({
      type: 'SafeInt',
      description: 'Number of LLM and embedding calls.',
      resolve: async (overview) => {
        const [llm, embedding] = await Promise.all([overview('llmCalls'), overview('embeddingCalls')])
        return llm.calls + embedding.calls
      },
    }),
    successRate: t.float({
      description:
        'Percentage of messages with the status SUCCESS, rounded to two decimals. 100 if there are no messages.',
      resolve: async (overview) => {
        const { total, success } = await overview('messages')
        return percent(success, total, 100)
      },
    }),
    activeSessions: t.field({
      type: 'SafeInt',
      description: 'Number of sessions that started in the time window and are active.',
      resolve: async (overview) => (await overview('sessions')).active,
    }),
    totalErrors: t.field({
      type: 'SafeInt',
      description: 'Number of errors.',
      resolve: async (overview) => (await overview('errors')).total,
    }),
    totalTokens: t.field({
      type: 'SafeInt',
      description: 'Total number of tokens of all LLM calls, including failed ones.',
      resolve: async (overview) => (await overview('llmCalls')).tokens,
    }),
    totalCost: t.float({
      description:
        'Total cost of all LLM calls in US dollars, rounded to six decimals. Calls with an unknown cost are not included. Capped at the largest double-precision number.',
      resolve: async (overview) => (await overview('llmCalls')).cost,
    }),
  }),
})

builder.queryField('overview', (t) =>
  t.field({
    type: OverviewType,
    description: 'Key metrics of messages, calls, sessions and errors.',
    args: monitoringFilterArg(),
    resolve: (_root, { filter }, { prisma }) => makeOverview(prisma, filter ?? {}),
  }),
)
