import type { ErrorLog } from '../../db/generated/client.ts'
import type { RecordSource } from '../../db/lists/source.ts'
import { contains, oneOf } from '../../db/sql/filters.ts'
import { type MonitoringFields, monitoringRules } from '../../db/sql/monitoringRules.ts'
import { errorRollup } from './rollup.ts'
import { errorLogTable } from './table.ts'

/** The filter fields of errors. */
export interface ErrorFields extends MonitoringFields {
  sessionIds: readonly string[]
  messageIds: readonly string[]
  errorTypes: readonly string[]
  search: string
}

const { columns } = errorLogTable

/** How lists of errors are filtered, sorted and counted. */
export const errorSource: RecordSource<ErrorLog, ErrorFields, 'TIMESTAMP'> = {
  table: errorLogTable,
  rules: {
    ...monitoringRules(columns, columns.timestamp),
    sessionIds: oneOf(columns.sessionId),
    messageIds: oneOf(columns.messageId),
    errorTypes: oneOf(columns.errorType),
    search: contains(columns.errorType, columns.errorMessage),
  },
  sortKeys: { TIMESTAMP: { column: columns.timestamp } },
  defaultSort: 'TIMESTAMP',
  rolledUp: { rollup: errorRollup, fields: ['botIds', 'pipelineIds', 'errorTypes'] },
}
