import { defineRecordById } from '../../graphql/recordById.ts'
import { errorLogTable } from './table.ts'

/** Errors by their id, with the given fields; null where there is none. */
export const errorLogById = defineRecordById(errorLogTable)
