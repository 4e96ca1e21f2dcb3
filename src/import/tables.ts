import type { IdentifiedTable } from '../db/sql/table.ts'
import { embeddingCallTable } from '../records/embeddingCalls/table.ts'
import { errorLogTable } from '../records/errors/table.ts'
import { feedbackTable } from '../records/feedback/table.ts'
import { llmCallTable } from '../records/llmCalls/table.ts'
import { messageTable } from '../records/messages/table.ts'
import { sessionTable } from '../records/sessions/table.ts'

/** The tables that can be imported, by their name in the database. */
export const tables: readonly IdentifiedTable[] = [
  messageTable,
  sessionTable,
  llmCallTable,
  embeddingCallTable,
  errorLogTable,
  feedbackTable,
]

/** The table of a name; nothing where there is none. */
export const findTable = (name: string): IdentifiedTable | undefined => tables.find((table) => table.name === name)

/** The names of all tables. */
export const tableNames: readonly string[] = tables.map(({ name }) => name)
