import { defineStoredEnum } from '../../graphql/storedEnum.ts'

/** What an embedding call was made for. */
export const EmbeddingCallType = defineStoredEnum('EmbeddingCallType', 'What an embedding call was made for.', {
  EMBEDDING: { value: 'embedding', description: 'To store documents in a knowledge base.' },
  RETRIEVE: { value: 'retrieve', description: 'To search a knowledge base.' },
})
