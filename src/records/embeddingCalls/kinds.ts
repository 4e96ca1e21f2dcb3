/** The stored types of an embedding call, by their names in the schema. */
export const callTypes = { EMBEDDING: 'embedding', RETRIEVE: 'retrieve' } as const
