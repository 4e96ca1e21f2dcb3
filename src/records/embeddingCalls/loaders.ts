import type { EmbeddingCall } from '../../db/generated/client.ts'
import { defineRecordById } from '../../graphql/recordById.ts'

/** Embedding calls by their id, with the given fields; null where there is none. */
export const embeddingCallById = defineRecordById<EmbeddingCall>('EmbeddingCall')
