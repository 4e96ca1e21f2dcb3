import { graphql } from '../../../api/graphql.ts'
import type { ResultOf } from '../../../api/resultOf.ts'
import { withFragments } from '../../../api/withFragments.ts'
import { pageFragment, windowFragment } from '../../../parts/listFragments.ts'
import { scopeNamesFragment } from '../../../parts/scopeNames.ts'

/** What the list and the details show of a call. */
const callFragment = graphql(`
  fragment EmbeddingCallRow on EmbeddingCall {
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
  }
`)

/** A page of the list, with the window that an export of it uses. */
export const embeddingCallsDocument = withFragments(
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
          ...EmbeddingCallRow
        }
      }
      ...ScopeNames @include(if: $withNames)
    }
  `),
  callFragment,
  windowFragment,
  pageFragment,
  scopeNamesFragment,
)

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
        ...EmbeddingCallRow
        platform
        userId
        sessionId
        messageId
        promptTokens
        message { messageText }
      }
    }
  `),
  callFragment,
)
