/** The path of GraphQL and, for browsers, of GraphiQL. */
export const graphqlPath = '/graphql'
/** The path of exports. */
export const exportPath = '/api/v1/monitoring/export'
/** The parameter that contains a document's id in GraphQL over HTTP. */
export const documentIdParameter = 'documentId'
