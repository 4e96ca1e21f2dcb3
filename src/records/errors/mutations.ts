import './schema.ts'
import { defineRecordMutation, inheritedContext, storeInheriting } from '../recording/recordMutation.ts'
import { errorLogTable } from './table.ts'

defineRecordMutation({
  mutation: 'recordErrors',
  description: 'Records errors.',
  record: 'ErrorLog',
  input: 'RecordErrorInput',
  table: errorLogTable,
  required: ['errorType', 'errorMessage'],
  absent: inheritedContext,
  types: {},
  defaults: {},
  kinds: {},
  store: storeInheriting('ErrorLog', errorLogTable),
})
