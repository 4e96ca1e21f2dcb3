import type { UseQueryResult } from '@tanstack/react-query'
import type { ApiError } from '../../api/apiError.ts'
import { graphql } from '../../api/graphql.ts'
import type { ResultOf } from '../../api/resultOf.ts'
import { withFragments } from '../../api/withFragments.ts'
import { pageFragment, windowFragment } from '../../parts/listFragments.ts'
import { scopeNamesFragment } from '../../parts/scopeNames.ts'

/** What the list and the details show of a call. */
const callFragment = graphql(`
  fragment ToolCallRow on ToolCall {
    id
    timestamp
    toolName
    toolSource
    status
    botName
    pipelineName
    userName
    durationMs
    errorMessage
  }
`)

/** What the details show. */
const toolCallDetailsFragment = graphql(`
  fragment ToolCallDetails on ToolCall {
    ...ToolCallRow
    arguments
    result
    platform
    userId
    sessionId
    messageId
    message { messageText }
  }
`)

/** The key metrics of the calls, and those of each tool. */
export const toolsDocument = withFragments(
  graphql(`
    query DashboardTools(
      $scope: MonitoringFilter
      $filter: ToolCallFilter
      $bucket: TimeBucket!
      $timeZone: TimeZone!
      $compareTo: Comparison
      $withRecord: Boolean = false
      $open: ID! = ""
      $withNames: Boolean = false
      $bot: ID! = ""
      $pipeline: ID! = ""
    ) {
      toolCallMetrics(
        scope: $scope
        filter: $filter
        bucket: $bucket
        timeZone: $timeZone
        compareTo: $compareTo
        groupBy: [TOOL]
        first: 100
      ) {
        totals { ...ToolMeasures }
        previous { ...ToolMeasures }
        series { isPartial measures { ...ToolMeasures } }
        groups {
          key { tool }
          measures { calls failedCalls failureRate durationMs { p50 p95 max } }
          share { calls }
        }
        groupCount
        truncated
      }
      record: toolCall(id: $open) @include(if: $withRecord) { ...ToolCallDetails }
      ...ScopeNames @include(if: $withNames)
    }
    fragment ToolMeasures on ToolCallMeasures {
      calls
      failureRate
      durationMs { p50 p95 }
    }
  `),
  toolCallDetailsFragment,
  callFragment,
  scopeNamesFragment,
)

/** The data of the key metrics and tools. */
export type ToolsData = ResultOf<typeof toolsDocument>['toolCallMetrics']

/** The operation that loads it. */
export type ToolsQuery = UseQueryResult<ResultOf<typeof toolsDocument>, ApiError>

/** The values of one filter with the number of calls, under the other filters. */
export const facetsDocument = graphql(`
  query DashboardToolCallFacets(
    $scope: MonitoringFilter
    $filter: ToolCallFilter
    $search: String
    $first: Int!
    $toolNames: Boolean = false
    $toolSources: Boolean = false
    $statuses: Boolean = false
  ) {
    list: toolCalls(scope: $scope, filter: $filter, first: 0) {
      facets {
        toolNames(first: $first, search: $search) @include(if: $toolNames) { value count }
        toolSources(first: $first, search: $search) @include(if: $toolSources) { value count }
        statuses(first: $first, search: $search) @include(if: $statuses) { value count }
      }
    }
  }
`)

/** A page of the list, with the window that an export of it uses. */
export const toolCallsDocument = withFragments(
  graphql(`
    query DashboardToolCalls(
      $scope: MonitoringFilter
      $filter: ToolCallFilter
      $orderBy: ToolCallOrder
      $first: Int
      $after: String
      $last: Int
      $before: String
    ) {
      list: toolCalls(
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
          ...ToolCallRow
          arguments(maxLength: 200)
        }
      }
    }
  `),
  callFragment,
  windowFragment,
  pageFragment,
)

/** A call of the list. */
export type ListedToolCall = ResultOf<typeof toolCallsDocument>['list']['nodes'][number]

/** Everything about one call. */
export const toolCallDocument = withFragments(
  graphql(`
    query DashboardToolCall($id: ID!) {
      record: toolCall(id: $id) { ...ToolCallDetails }
    }
  `),
  toolCallDetailsFragment,
  callFragment,
)
