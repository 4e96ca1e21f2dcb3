import { defineStoredEnum } from '../../graphql/storedEnum.ts'
import { callTypes } from './kinds.ts'

/** Purpose of an embedding call. */
export const EmbeddingCallType = defineStoredEnum('EmbeddingCallType', 'Purpose of an embedding call.', callTypes, {
  EMBEDDING: 'Embedding of documents to store in a knowledge base.',
  RETRIEVE: 'Embedding of a query to search a knowledge base.',
})
