import { defineRecordById } from '../../graphql/recordById.ts'
import { sessionTable } from './table.ts'

/** Sessions by their id, with the given fields; null where there is none. */
export const sessionById = defineRecordById(sessionTable)
