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
import { quotientOf, sumOf } from '../definition/metrics/measures.ts'
import { recordRows } from '../definition/metrics/recordRows.ts'
import { callTypes } from './kinds.ts'
import { embeddingCallSource } from './source.ts'
import { embeddingCallTable } from './table.ts'

const { columns } = embeddingCallTable

/** The metrics of embedding calls. */
export const embeddingCallMetrics: MetricsDefinition = {
  name: 'EmbeddingCall',
  field: 'embeddingCallMetrics',
  rows: 'embedding calls',
  source: recordRows(embeddingCallSource),
  dimensions: {
    ...originDimensions('EmbeddingCall', columns),
    ...modelDimension(columns),
    ...callStatusDimension(columns),
    CALL_TYPE: {
      key: 'callType',
      description: 'Purpose of the call.',
      value: { kind: 'enum', column: columns.callType, type: 'EmbeddingCallType', kinds: callTypes },
    },
    KNOWLEDGE_BASE: {
      key: 'knowledgeBaseId',
      description: 'Id of the knowledge base.',
      value: { kind: 'id', column: columns.knowledgeBaseId },
    },
    ...senderDimensions(columns),
    ...sessionDimension(columns),
    ...clockDimensions,
  },
  measures: {
    ...callMeasures(columns),
    promptTokens: sumOf('Total number of prompt tokens.', 'prompt_tokens', 'tokens'),
    totalTokens: sumOf('Total number of tokens.', 'total_tokens', 'tokens'),
    avgTokensPerCall: quotientOf(
      'Average total number of tokens per call. Null without calls.',
      (calls) => calls.sum('total_tokens'),
      (calls) => calls.count(),
      'tokens',
    ),
    avgTokensPerSecond: quotientOf(
      'Total number of tokens divided by the total duration of all calls in seconds, including failed calls. Null if the total duration is 0.',
      (calls) => sql`1000 * ${calls.sum('total_tokens')}`,
      (calls) => calls.sum('duration'),
      'tokens per second',
    ),
    inputs: sumOf('Total number of embedded texts.', 'input_count'),
    avgInputsPerCall: quotientOf(
      'Average number of embedded texts per call. Null without calls.',
      (calls) => calls.sum('input_count'),
      (calls) => calls.count(),
      'count',
    ),
  },
}
