import { percent } from '../../shared/numbers.ts'
import type { OverviewPart, OverviewStatistics } from './queries.ts'

/** A metric of the overview: the parts that it needs, and its value. */
interface Metric<Part extends OverviewPart = OverviewPart> {
  readonly parts: readonly Part[]
  of(statistics: Pick<OverviewStatistics, Part>): number
}

const define = <Part extends OverviewPart>(parts: readonly Part[], of: Metric<Part>['of']): Metric<Part> => ({
  parts,
  of,
})

/** The metrics of the overview, by field. */
export const metrics = {
  totalMessages: define(['messages'], ({ messages }) => messages.total),
  llmCalls: define(['llmCalls'], ({ llmCalls }) => llmCalls.calls),
  embeddingCalls: define(['embeddingCalls'], ({ embeddingCalls }) => embeddingCalls.calls),
  modelCalls: define(
    ['llmCalls', 'embeddingCalls'],
    ({ llmCalls, embeddingCalls }) => llmCalls.calls + embeddingCalls.calls,
  ),
  successRate: define(['messages'], ({ messages: { success, total } }) => percent(success, total, 100)),
  activeSessions: define(['sessions'], ({ sessions }) => sessions.active),
  totalErrors: define(['errors'], ({ errors }) => errors.total),
  totalTokens: define(['llmCalls'], ({ llmCalls }) => llmCalls.tokens),
  totalCost: define(['llmCalls'], ({ llmCalls }) => llmCalls.cost),
} satisfies Readonly<Record<string, Metric>>

/** A field of the overview that is a metric. */
export type MetricName = keyof typeof metrics

/** Whether a field of the overview is a metric. */
export const isMetric = (name: string): name is MetricName => name in metrics
