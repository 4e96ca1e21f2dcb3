/** The path of GraphQL and, for a browser, of GraphiQL. */
export const graphqlPath = '/graphql'
/** The path of exports. */
export const exportPath = '/api/v1/monitoring/export'
/** The name under which GraphQL over HTTP sends a document's id. */
export const documentIdParameter = 'documentId'
