import { defineRecordById } from '../../graphql/recordById.ts'
import { embeddingCallTable } from './table.ts'

/** Embedding calls by their id, with the given fields; null where there is none. */
export const embeddingCallById = defineRecordById(embeddingCallTable)
