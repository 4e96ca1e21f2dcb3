import type { RecordType } from './definition/recordType.ts'
import { embeddingCalls } from './embeddingCalls/record.ts'
import { errors } from './errors/record.ts'
import { feedback } from './feedback/record.ts'
import { llmCalls } from './llmCalls/record.ts'
import { messages } from './messages/record.ts'
import { sessions } from './sessions/record.ts'
import { toolCalls } from './toolCalls/record.ts'

/**
 * All record types. Export, import, following, retention, rollups, edges and the tests of completeness iterate over it.
 * Messages and sessions come first: other records take their context from them.
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

/** The record with a table of this name; undefined where there is none. */
export const findRecordOfTable = (name: string): RecordType | undefined =>
  records.find(({ table }) => table.name === name)
