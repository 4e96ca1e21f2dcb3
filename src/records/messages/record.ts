import type { RecordType } from '../definition/recordType.ts'
import { furtherMessageColumns, messageColumns } from './exportColumns.ts'
import { removeMedia } from './media.ts'
import { messageMetrics } from './metrics.ts'
import { messageSource } from './source.ts'
import { messageTable } from './table.ts'

/** The record type of messages. */
export const messages: RecordType = {
  model: 'Message',
  list: 'messages',
  filter: 'MessageFilter',
  reference: { field: 'messageId', relation: 'message' },
  table: messageTable,
  source: messageSource,
  metrics: messageMetrics,
  export: {
    type: 'messages',
    columns: messageColumns,
    furtherColumns: furtherMessageColumns,
    sessionId: messageTable.columns.sessionId,
  },
  retention: { time: 'timestamp' },
  live: { hasChanges: true },
  copy: {
    time: 'timestamp',
    unfinished: { field: 'status', value: 'pending' },
    prepare: (row, { keepMedia }) => {
      const { messageContent } = row
      return keepMedia || typeof messageContent !== 'string'
        ? row
        : { ...row, messageContent: removeMedia(messageContent) }
    },
  },
}
