import type { AnyTable } from '../db/sql/table.ts'
import { removeMedia } from '../records/messages/media.ts'
import { messageTable } from '../records/messages/table.ts'
import { type ImportRow, readRow } from './readRow.ts'

/**
 * Reads a row as {@link readRow} does, and takes media out of messages.
 * @throws BadRowError for a row that does not fit.
 */
export const prepareRow = (table: AnyTable, stored: unknown, keepMedia: boolean): ImportRow => {
  const row = readRow(table, stored)
  const content = row['messageContent']
  if (keepMedia || table.name !== messageTable.name || typeof content !== 'string') return row
  return { ...row, messageContent: removeMedia(content) }
}
