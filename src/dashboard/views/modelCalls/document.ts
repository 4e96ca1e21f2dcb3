import { graphql } from '../../api/graphql.ts'
import type { ResultOf } from '../../api/resultOf.ts'

/** A page of the list, with the window that an export of it uses. */
export const modelCallsDocument = graphql(`
  query DashboardModelCalls(
    $scope: MonitoringFilter
    $filter: LlmCallFilter
    $orderBy: LlmCallOrder
    $first: Int
    $after: String
    $last: Int
    $before: String
  ) {
    list: llmCalls(
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
        botName
        pipelineName
        userName
        inputTokens
        outputTokens
        totalTokens
        cost
        durationMs
        errorMessage
      }
    }
  }
`)

/** A call of the list. */
export type ModelCall = ResultOf<typeof modelCallsDocument>['list']['nodes'][number]

/** The values of one filter with the number of calls, under the other filters. */
export const facetsDocument = graphql(`
  query DashboardModelCallFacets(
    $scope: MonitoringFilter
    $filter: LlmCallFilter
    $search: String
    $first: Int!
    $modelNames: Boolean = false
    $statuses: Boolean = false
  ) {
    list: llmCalls(scope: $scope, filter: $filter, first: 0) {
      facets {
        modelNames(first: $first, search: $search) @include(if: $modelNames) { value count }
        statuses(first: $first, search: $search) @include(if: $statuses) { value count }
      }
    }
  }
`)

/** Everything about one call. */
export const modelCallDocument = graphql(`
  query DashboardModelCall($id: ID!) {
    record: llmCall(id: $id) {
      id
      timestamp
      modelName
      status
      botName
      pipelineName
      platform
      userId
      userName
      sessionId
      messageId
      inputTokens
      outputTokens
      totalTokens
      cost
      durationMs
      errorMessage
      message { messageText }
    }
  }
`)
