import { graphql } from '../../../api/graphql.ts'
import type { ResultOf } from '../../../api/resultOf.ts'
import { withFragments } from '../../../api/withFragments.ts'
import { defineColumnList, defineColumns } from '../../../parts/listColumns.ts'
import { pageFragment, windowFragment } from '../../../parts/listFragments.ts'
import { scopeNamesFragment } from '../../../parts/scopeNamesFragment.ts'

/** The columns that can be hidden, each with what its cells read. */
export const embeddingColumns = defineColumns({
  model: graphql(`fragment EmbeddingCallModel on EmbeddingCall { modelName }`),
  status: graphql(`fragment EmbeddingCallStatus on EmbeddingCall { status }`),
  purpose: graphql(`fragment EmbeddingCallPurpose on EmbeddingCall { callType }`),
  query: graphql(`fragment EmbeddingCallQuery on EmbeddingCall { queryText }`),
  base: graphql(`fragment EmbeddingCallBase on EmbeddingCall { knowledgeBaseId }`),
  bot: graphql(`fragment EmbeddingCallBot on EmbeddingCall { botName }`),
  pipeline: graphql(`fragment EmbeddingCallPipeline on EmbeddingCall { pipelineName }`),
  user: graphql(`fragment EmbeddingCallUser on EmbeddingCall { userName }`),
  inputs: graphql(`fragment EmbeddingCallInputs on EmbeddingCall { inputCount }`),
  tokens: graphql(`fragment EmbeddingCallTokens on EmbeddingCall { totalTokens }`),
  duration: graphql(`fragment EmbeddingCallDuration on EmbeddingCall { durationMs }`),
  error: graphql(`fragment EmbeddingCallError on EmbeddingCall { errorMessage }`),
})

/** A page of the list, with the window that an export of it uses. */
const embeddingCallsDocument = withFragments(
  graphql(`
    query DashboardEmbeddingCalls(
      $scope: MonitoringFilter
      $filter: EmbeddingCallFilter
      $orderBy: EmbeddingCallOrder
      $first: Int
      $after: String
      $last: Int
      $before: String
      $withNames: Boolean = false
      $bot: ID! = ""
      $pipeline: ID! = ""
    ) {
      list: embeddingCalls(
        scope: $scope
        filter: $filter
        orderBy: $orderBy
        first: $first
        after: $after
        last: $last
        before: $before
      ) {
        totalCount
        window { ...ListWindow }
        pageInfo { ...Page }
        nodes {
          id
          timestamp
          ...EmbeddingCallModel
          ...EmbeddingCallStatus
          ...EmbeddingCallPurpose
          ...EmbeddingCallQuery
          ...EmbeddingCallBase
          ...EmbeddingCallBot
          ...EmbeddingCallPipeline
          ...EmbeddingCallUser
          ...EmbeddingCallInputs
          ...EmbeddingCallTokens
          ...EmbeddingCallDuration
          ...EmbeddingCallError
        }
      }
      ...ScopeNames @include(if: $withNames)
    }
  `),
  windowFragment,
  pageFragment,
  scopeNamesFragment,
)

/** The list, with the columns that are shown unless others are chosen. */
export const embeddingList = defineColumnList(embeddingCallsDocument, embeddingColumns, [
  'model',
  'status',
  'purpose',
  'query',
  'bot',
  'inputs',
  'tokens',
  'duration',
  'error',
])

/** A call of the list. */
export type EmbeddingCall = ResultOf<typeof embeddingCallsDocument>['list']['nodes'][number]

/** The values of one filter with the number of calls, under the other filters. */
export const embeddingFacetsDocument = graphql(`
  query DashboardEmbeddingCallFacets(
    $scope: MonitoringFilter
    $filter: EmbeddingCallFilter
    $search: String
    $first: Int!
    $modelNames: Boolean = false
    $statuses: Boolean = false
    $callTypes: Boolean = false
    $knowledgeBaseIds: Boolean = false
  ) {
    list: embeddingCalls(scope: $scope, filter: $filter, first: 0) {
      facets {
        modelNames(first: $first, search: $search) @include(if: $modelNames) { value count }
        statuses(first: $first, search: $search) @include(if: $statuses) { value count }
        callTypes(first: $first, search: $search) @include(if: $callTypes) { value count }
        knowledgeBaseIds(first: $first, search: $search) @include(if: $knowledgeBaseIds) { value count }
      }
    }
  }
`)

/** Everything about one call. */
export const embeddingCallDocument = withFragments(
  graphql(`
    query DashboardEmbeddingCall($id: ID!) {
      record: embeddingCall(id: $id) {
        id
        timestamp
        modelName
        status
        callType
        knowledgeBaseId
        queryText
        botName
        pipelineName
        userName
        inputCount
        totalTokens
        durationMs
        errorMessage
        platform
        userId
        sessionId
        messageId
        promptTokens
        message { messageText }
      }
    }
  `),
)
