import { graphql } from '../../api/graphql.ts'
import type { ResultOf } from '../../api/resultOf.ts'
import { withFragments } from '../../api/withFragments.ts'
import { pageFragment, windowFragment } from '../../parts/listFragments.ts'
import { scopeNamesFragment } from '../../parts/scopeNames.ts'

/** What the list and the details show of a call. */
const callFragment = graphql(`
  fragment ModelCallRow on LlmCall {
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
`)

/** A page of the list, with the window that an export of it uses. */
export const modelCallsDocument = withFragments(
  graphql(`
    query DashboardModelCalls(
      $scope: MonitoringFilter
      $filter: LlmCallFilter
      $orderBy: LlmCallOrder
      $first: Int
      $after: String
      $last: Int
      $before: String
      $withNames: Boolean = false
      $bot: ID! = ""
      $pipeline: ID! = ""
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
        window { ...ListWindow }
        pageInfo { ...Page }
        nodes {
          ...ModelCallRow
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
export const modelCallDocument = withFragments(
  graphql(`
    query DashboardModelCall($id: ID!) {
      record: llmCall(id: $id) {
        ...ModelCallRow
        platform
        userId
        sessionId
        messageId
        message { messageText }
      }
    }
  `),
  callFragment,
)
