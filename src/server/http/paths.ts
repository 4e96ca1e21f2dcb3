/** The path of GraphQL and, for a browser, of GraphiQL. */
export const graphqlPath = '/graphql'
/** The path of exports. */
export const exportPath = '/api/v1/monitoring/export'
