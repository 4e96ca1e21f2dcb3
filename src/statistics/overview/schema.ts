import DataLoader from 'dataloader'
import type { Db } from '../../db/client.ts'
import { type ResolvedFilter, resolveFilter } from '../../db/sql/givenFilter.ts'
import type { MonitoringFields } from '../../db/sql/monitoringRules.ts'
import { builder } from '../../graphql/builder.ts'
import { monitoringFilterArgs, scopeArg } from '../../graphql/filterArgs.ts'
import { windowField } from '../../graphql/resolvedWindow.ts'
import { selectedFields } from '../../graphql/selection.ts'
import { parseIsoDuration } from '../../shared/isoDuration.ts'
import type { ResolvedWindow } from '../../shared/timeWindow.ts'
import { type OverviewChange, subscribeToOverview } from './changes.ts'
import { isMetric, type MetricName, metrics } from './metrics.ts'
import { findOverview, type OverviewPart, type OverviewStatistics } from './queries.ts'

/** An overview whose parts are computed if a field selects them. All selected parts are read in one statement. */
interface Overview {
  readonly window: ResolvedWindow
  readonly read: <Part extends OverviewPart>(part: Part) => Promise<OverviewStatistics[Part]>
}

const makeOverview = (prisma: Db, { filter, window }: ResolvedFilter<MonitoringFields>): Overview => {
  const loader = new DataLoader<OverviewPart, Partial<OverviewStatistics>>(async (wanted) => {
    const statistics = await findOverview(prisma, filter, wanted)
    return wanted.map(() => statistics)
  })
  return {
    window,
    read: async (part) => {
      const statistics = (await loader.load(part))[part]
      if (!statistics) throw new Error(`The overview has no ${part}`)
      return statistics
    },
  }
}

/** Creates the resolver of a metric. */
const readMetric =
  (name: MetricName) =>
  async ({ read }: Overview): Promise<number> => {
    const { parts, of } = metrics[name]
    const entries = await Promise.all(parts.map(async (part) => [part, await read(part)] as const))
    return of(Object.fromEntries(entries) as unknown as OverviewStatistics)
  }

const OverviewType = builder.objectRef<Overview>('Overview').implement({
  description: 'Statistics of the messages, calls, sessions and errors that match a filter.',
  fields: (t) => ({
    totalMessages: t.field({
      type: 'SafeInt',
      description: 'Number of messages.',
      resolve: readMetric('totalMessages'),
    }),
    llmCalls: t.field({
      type: 'SafeInt',
      description: 'Number of LLM calls.',
      resolve: readMetric('llmCalls'),
    }),
    embeddingCalls: t.field({
      type: 'SafeInt',
      description: 'Number of embedding calls.',
      resolve: readMetric('embeddingCalls'),
    }),
    modelCalls: t.field({
      type: 'SafeInt',
      description: 'Number of LLM and embedding calls.',
      resolve: readMetric('modelCalls'),
    }),
    successRate: t.float({
      description:
        'Percentage of messages with the status SUCCESS, rounded to 2 decimal places. Includes messages of all roles, including replies; for user messages only, see `messageMetrics`. 100 if there are no messages.',
      resolve: readMetric('successRate'),
    }),
    activeSessions: t.field({
      type: 'SafeInt',
      description:
        'Number of sessions that started in the time window and are active now, i.e. when the operation is executed.',
      resolve: readMetric('activeSessions'),
    }),
    totalErrors: t.field({
      type: 'SafeInt',
      description: 'Number of errors.',
      resolve: readMetric('totalErrors'),
    }),
    totalTokens: t.field({
      type: 'SafeInt',
      description: 'Total number of tokens of all LLM calls, including failed ones.',
      resolve: readMetric('totalTokens'),
    }),
    totalCost: t.float({
      description:
        'Total cost of all LLM calls in US dollars, rounded to 6 decimal places. Calls without a recorded cost are not included. 0 if no cost was recorded. Capped at the largest double-precision number.',
      resolve: readMetric('totalCost'),
    }),
    window: t.expose('window', windowField),
  }),
})

const OverviewEvent = builder.objectRef<OverviewChange>('OverviewEvent').implement({
  description: 'The overview at the start of a subscription, or after a selected field of it has changed.',
  fields: (t) => ({
    overview: t.field({
      type: OverviewType,
      description: 'The current overview.',
      resolve: ({ statistics, window }) => ({ window, read: async (part) => statistics[part] }),
    }),
  }),
})

/** The default of `every`. */
const defaultInterval = parseIsoDuration('PT5S')

builder.subscriptionField('overviewChanged', (t) =>
  t.field({
    type: OverviewEvent,
    description:
      'The overview: the current one first, then whenever a selected statistic has changed, with at least `every` between two deliveries of new or changed records; a change of `window` alone is not delivered. Changes without an event, e.g. by deletion, are delivered within `every` with a relative time window, whose records also leave it, and otherwise within about a minute.',
    args: {
      ...scopeArg(
        'Restricts the data by bot, pipeline and time. Relative time windows are resolved again for each event. Default: all data.',
      ),
      every: t.arg({
        type: 'Duration',
        description: 'Minimum time between two events, from `PT1S` to `PT1H`. Default: `PT5S`.',
      }),
    },
    subscribe: (_root, { scope, every }, context, info) =>
      subscribeToOverview({
        prisma: context.prisma,
        live: context.live,
        scope,
        every: every ?? defaultInterval,
        selected: selectedFields(context, info, 'Overview', [['overview']]).filter(isMetric),
      }),
    // The server ends a subscription by an item that is not resolved.
    resolve: (item) => item as OverviewChange,
  }),
)

builder.queryField('overview', (t) =>
  t.field({
    type: OverviewType,
    description: 'Statistics of messages, calls, sessions and errors: counts, success rate, tokens and cost.',
    args: monitoringFilterArgs(),
    resolve: (_root, args, { prisma, now }) => makeOverview(prisma, resolveFilter(args, now())),
  }),
)
