import type { UseQueryResult } from '@tanstack/react-query'
import type { ApiError } from '../../api/apiError.ts'
import { graphql } from '../../api/graphql.ts'
import type { ResultOf } from '../../api/resultOf.ts'
import { withFragments } from '../../api/withFragments.ts'
import { defineColumnList, defineColumns } from '../../parts/listColumns.ts'
import { pageFragment, windowFragment } from '../../parts/listFragments.ts'
import { scopeNamesFragment } from '../../parts/scopeNamesFragment.ts'

/** What the details show. */
const toolCallDetailsFragment = graphql(`
  fragment ToolCallDetails on ToolCall {
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
      ...ScopeNames @include(if: $withNames)
    }
    fragment ToolMeasures on ToolCallMeasures {
      calls
      failureRate
      durationMs { p50 p95 }
    }
  `),
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

/** The columns that can be hidden, each with what its cells read. */
export const callColumns = defineColumns({
  tool: graphql(`fragment ToolCallTool on ToolCall { toolName }`),
  source: graphql(`fragment ToolCallSource on ToolCall { toolSource }`),
  status: graphql(`fragment ToolCallStatus on ToolCall { status }`),
  arguments: graphql(`fragment ToolCallArguments on ToolCall { arguments(maxLength: 200) }`),
  bot: graphql(`fragment ToolCallBot on ToolCall { botName }`),
  pipeline: graphql(`fragment ToolCallPipeline on ToolCall { pipelineName }`),
  user: graphql(`fragment ToolCallUser on ToolCall { userName }`),
  duration: graphql(`fragment ToolCallDuration on ToolCall { durationMs }`),
  error: graphql(`fragment ToolCallError on ToolCall { errorMessage }`),
})

/** A page of the list, with the window that an export of it uses, and with the record that is open from the start. */
const toolCallsDocument = withFragments(
  graphql(`
    query DashboardToolCalls(
      $scope: MonitoringFilter
      $filter: ToolCallFilter
      $orderBy: ToolCallOrder
      $first: Int
      $after: String
      $last: Int
      $before: String
      $withRecord: Boolean = false
      $open: ID! = ""
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
          id
          timestamp
          ...ToolCallTool
          ...ToolCallSource
          ...ToolCallStatus
          ...ToolCallArguments
          ...ToolCallBot
          ...ToolCallPipeline
          ...ToolCallUser
          ...ToolCallDuration
          ...ToolCallError
        }
      }
      record: toolCall(id: $open) @include(if: $withRecord) { ...ToolCallDetails }
    }
  `),
  windowFragment,
  pageFragment,
  toolCallDetailsFragment,
)

/** The list, with the columns that are shown unless others are chosen. */
export const callList = defineColumnList(toolCallsDocument, callColumns, [
  'tool',
  'status',
  'arguments',
  'bot',
  'user',
  'duration',
  'error',
])

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
)
