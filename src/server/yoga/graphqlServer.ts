import type { GraphQLSchema } from 'graphql'
import { type Plugin, YogaServer } from 'graphql-yoga'
import type { Context } from '../../graphql/context.ts'
import { documentIdParameter, graphqlPath } from '../http/paths.ts'
import { type RequestRecord, recordOf } from '../http/requestRecord.ts'
import { makeDocumentCaches } from './documents.ts'
import { joinPlugins } from './joinPlugins.ts'

/** Options of the GraphQL server. */
export interface GraphqlServerOptions {
  readonly schema: GraphQLSchema
  readonly plugins: readonly Plugin[]
  /** The texts of persisted documents. */
  readonly persisted: ReadonlySet<string>
  /** Creates the context of a request. */
  readonly makeContext: (request: Request, record: RequestRecord) => Context
}

/**
 * Creates the GraphQL server, which executes requests that passed all checks. It is Yoga's server without its adapter
 * for HTTP servers: the handler of this application routes requests and provides CORS, GraphiQL and health checks, and
 * Yoga's versions would bypass its checks.
 */
export const makeGraphqlServer = ({ schema, plugins, persisted, makeContext }: GraphqlServerOptions) => {
  const server = new YogaServer<Record<string, unknown>, Context>({
    schema,
    graphqlEndpoint: graphqlPath,
    cors: false,
    landingPage: false,
    graphiql: false,
    maskedErrors: false,
    logging: false,
    multipart: false,
    maxRequestBodySize: false,
    extraParamNames: [documentIdParameter],
    parserAndValidationCache: makeDocumentCaches(persisted),
    plugins: joinPlugins(plugins),
  })
  return (request: Request): Response | Promise<Response> =>
    server.handle(request, { ...makeContext(request, recordOf(request)), waitUntil })
}

/** Work that outlives a response. There is none. */
const waitUntil = (): void => undefined
