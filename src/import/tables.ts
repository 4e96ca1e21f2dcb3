import type { IdentifiedTable } from '../db/table.ts'
import { embeddingCallTable } from '../embeddingCalls/table.ts'
import { errorLogTable } from '../errors/table.ts'
import { feedbackTable } from '../feedback/table.ts'
import { llmCallTable } from '../llmCalls/table.ts'
import { messageTable } from '../messages/table.ts'
import { sessionTable } from '../sessions/table.ts'

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
