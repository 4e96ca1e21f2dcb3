import sql from 'sql-template-tag'
import { callMeasures } from '../definition/metrics/callMeasures.ts'
import type { MetricsDefinition } from '../definition/metrics/definition.ts'
import {
  callStatusDimension,
  clockDimensions,
  modelDimension,
  originDimensions,
  senderDimensions,
  sessionDimension,
} from '../definition/metrics/dimensions.ts'
import { costOf, quotientOf, rateOf, sumOf } from '../definition/metrics/measures.ts'
import { recordRows } from '../definition/metrics/recordRows.ts'
import { llmCallSource } from './source.ts'
import { llmCallTable } from './table.ts'

const { columns } = llmCallTable

/** The measures of how complete the costs are. */
const unrecorded = { all: 'calls', without: 'callsWithoutCost' }

/** The metrics of LLM calls. */
export const llmCallMetrics: MetricsDefinition = {
  name: 'LlmCall',
  field: 'llmCallMetrics',
  rows: 'LLM calls',
  source: recordRows(llmCallSource),
  dimensions: {
    ...originDimensions('LlmCall', columns),
    ...modelDimension(columns),
    ...callStatusDimension(columns),
    ...senderDimensions(columns),
    ...sessionDimension(columns),
    ...clockDimensions,
  },
  measures: {
    ...callMeasures(columns),
    inputTokens: sumOf('Total number of input tokens.', 'input_tokens', 'tokens'),
    outputTokens: sumOf('Total number of output tokens.', 'output_tokens', 'tokens'),
    totalTokens: sumOf('Total number of tokens.', 'total_tokens', 'tokens'),
    avgTokensPerCall: quotientOf(
      'Average total number of tokens per call. Null without calls.',
      (calls) => calls.sum('total_tokens'),
      (calls) => calls.count(),
      'tokens',
    ),
    avgTokensPerSecond: quotientOf(
      'Total number of output tokens divided by the total duration of all calls in seconds, including failed calls. Null if the total duration is 0.',
      (calls) => sql`1000 * ${calls.sum('output_tokens')}`,
      (calls) => calls.sum('duration'),
      'tokens per second',
    ),
    zeroTokenSuccessCalls: sumOf(
      'Number of calls with the status SUCCESS whose `totalTokens` is 0. Such calls indicate that the provider does not report usage.',
      'zero_token_successes',
    ),
    zeroTokenSuccessRate: rateOf(
      'Calls with the status SUCCESS whose `totalTokens` is 0, as a percentage of all calls with the status SUCCESS. Null without calls with the status SUCCESS.',
      (calls) => calls.sum('zero_token_successes'),
      (calls) => calls.count({ column: columns.status, test: sql`= 'success'` }),
    ),
    totalCost: costOf(
      'Total cost in US dollars. Calls without a recorded cost are not included. 0 if no cost was recorded.',
      'cost',
      unrecorded,
    ),
    avgCostPerCall: {
      ...quotientOf(
        'Total recorded cost divided by the number of calls with a recorded cost, in US dollars. Null if no cost was recorded.',
        (calls) => calls.sum('cost'),
        (calls) => sql`(${calls.count()} - ${calls.sum('without_cost')})`,
        'US dollars',
        9,
      ),
      unrecorded,
    },
    callsWithoutCost: sumOf('Number of calls without a recorded cost.', 'without_cost'),
  },
}
