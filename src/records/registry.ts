import type { RecordType } from './definition/recordType.ts'
import { embeddingCalls } from './embeddingCalls/record.ts'
import { errors } from './errors/record.ts'
import { feedback } from './feedback/record.ts'
import { llmCalls } from './llmCalls/record.ts'
import { messages } from './messages/record.ts'
import { sessions } from './sessions/record.ts'
import { toolCalls } from './toolCalls/record.ts'

/**
 * All record types. Export, import, following, retention, rollups, edges and the completeness tests iterate over them.
 * Messages and sessions come first, since other records inherit their context from them.
 */
export const records: readonly RecordType[] = [
  messages,
  sessions,
  llmCalls,
  embeddingCalls,
  toolCalls,
  errors,
  feedback,
]

/** Finds the record with the given table name. */
export const findRecordOfTable = (name: string): RecordType | undefined =>
  records.find(({ table }) => table.name === name)
