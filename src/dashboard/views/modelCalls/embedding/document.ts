import { graphql } from '../../../api/graphql.ts'
import type { ResultOf } from '../../../api/resultOf.ts'

/** A page of the list, with the window that an export of it uses. */
export const embeddingCallsDocument = graphql(`
  query DashboardEmbeddingCalls(
    $scope: MonitoringFilter
    $filter: EmbeddingCallFilter
    $orderBy: EmbeddingCallOrder
    $first: Int
    $after: String
    $last: Int
    $before: String
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
      window { startTime endTime }
      pageInfo { hasNextPage hasPreviousPage startCursor endCursor }
      nodes {
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
    }
  }
`)

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
export const embeddingCallDocument = graphql(`
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
      platform
      userId
      userName
      sessionId
      messageId
      inputCount
      promptTokens
      totalTokens
      durationMs
      errorMessage
      message { messageText }
    }
  }
`)
