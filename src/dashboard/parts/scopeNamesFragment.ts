import { graphql } from '../api/graphql.ts'

/**
 * The names of a bot and of a pipeline, which are those of the newest message. A document of `useRefreshedOperation`
 * that contains it, under the condition `withNames`, loads the names that the bar shows with its own data.
 */
export const scopeNamesFragment = graphql(`
  fragment ScopeNames on Query {
    namedBot: messages(filter: { botIds: [$bot] }, first: 1) { nodes { botName } }
    namedPipeline: messages(filter: { pipelineIds: [$pipeline] }, first: 1) { nodes { pipelineName } }
  }
`)
