import type { ErrorLog } from '../../db/generated/client.ts'
import type { RecordSource } from '../../db/lists/source.ts'
import { contains, oneOf } from '../../db/sql/filterRules.ts'
import type { FieldsOf } from '../../db/sql/filters.ts'
import { contextRules, monitoringRules } from '../../db/sql/monitoringRules.ts'
import { errorRollup } from './rollup.ts'
import { readErrorLogTable } from './table.ts'

const { columns } = readErrorLogTable

const rules = {
  ...monitoringRules(columns, columns.timestamp),
  ...contextRules(columns),
  errorTypes: oneOf(columns.errorType),
  fingerprints: oneOf(columns.fingerprint),
  search: contains(columns.errorType, columns.errorMessage),
}

/** The filter fields of errors. */
export type ErrorFields = FieldsOf<typeof rules>

/** How lists of errors are filtered, sorted and counted. */
export const errorSource: RecordSource<ErrorLog, ErrorFields, 'TIMESTAMP'> = {
  table: readErrorLogTable,
  rules,
  sortKeys: { TIMESTAMP: { column: columns.timestamp } },
  defaultSort: 'TIMESTAMP',
  rolledUp: { rollup: errorRollup, fields: ['botIds', 'pipelineIds', 'errorTypes'] },
}
