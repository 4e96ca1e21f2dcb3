import type { MetricsDefinition } from '../definition/metrics/definition.ts'
import {
  clockDimensions,
  originDimensions,
  senderDimensions,
  sessionDimension,
} from '../definition/metrics/dimensions.ts'
import { countOf, distinctOf, timeOf } from '../definition/metrics/measures.ts'
import { recordRows } from '../definition/metrics/recordRows.ts'
import { errorSource } from './source.ts'
import { readErrorLogTable } from './table.ts'

const { columns } = readErrorLogTable

/** The metrics of errors. */
export const errorMetrics: MetricsDefinition = {
  name: 'Error',
  field: 'errorMetrics',
  rows: 'errors',
  source: recordRows(errorSource),
  dimensions: {
    ...originDimensions('ErrorLog', columns),
    ERROR_TYPE: {
      key: 'errorType',
      description: 'Type of the error.',
      value: { kind: 'text', column: columns.errorType },
    },
    FINGERPRINT: {
      key: 'fingerprint',
      description: 'Fingerprint, which errors of the same kind share.',
      value: { kind: 'id', column: columns.fingerprint },
    },
    ...senderDimensions(columns),
    ...sessionDimension(columns),
    ...clockDimensions,
  },
  measures: {
    errors: countOf('Number of errors.'),
    affectedUsers: distinctOf(
      'Number of distinct users for whom the errors occurred. Errors without a user are not included.',
      columns.userId,
    ),
    affectedSessions: distinctOf(
      'Number of distinct sessions in which the errors occurred. Errors without a session are not included.',
      columns.sessionId,
    ),
    firstSeen: timeOf('Time of the first error. Null without errors.', 'earliest'),
    lastSeen: timeOf('Time of the latest error. Null without errors.', 'latest'),
  },
}
