import { defineStoredEnum } from '../../graphql/storedEnum.ts'
import { callTypes } from './kinds.ts'

/** Purpose of an embedding call. */
export const EmbeddingCallType = defineStoredEnum('EmbeddingCallType', 'Purpose of an embedding call.', callTypes, {
  EMBEDDING: 'Documents were embedded to be stored in a knowledge base.',
  RETRIEVE: 'A query was embedded to search a knowledge base.',
})
