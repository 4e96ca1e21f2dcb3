import { graphql } from '../../api/graphql.ts'
import type { ResultOf } from '../../api/resultOf.ts'
import { withFragments } from '../../api/withFragments.ts'
import { defineColumnList, defineColumns } from '../../parts/listColumns.ts'
import { pageFragment, windowFragment } from '../../parts/listFragments.ts'
import { scopeNamesFragment } from '../../parts/scopeNamesFragment.ts'

/** The columns that can be hidden, each with what its cells read. */
export const callColumns = defineColumns({
  model: graphql(`fragment ModelCallModel on LlmCall { modelName }`),
  status: graphql(`fragment ModelCallStatus on LlmCall { status }`),
  bot: graphql(`fragment ModelCallBot on LlmCall { botName }`),
  pipeline: graphql(`fragment ModelCallPipeline on LlmCall { pipelineName }`),
  user: graphql(`fragment ModelCallUser on LlmCall { userName }`),
  input: graphql(`fragment ModelCallInput on LlmCall { inputTokens }`),
  output: graphql(`fragment ModelCallOutput on LlmCall { outputTokens }`),
  tokens: graphql(`fragment ModelCallTokens on LlmCall { totalTokens }`),
  cost: graphql(`fragment ModelCallCost on LlmCall { cost }`),
  duration: graphql(`fragment ModelCallDuration on LlmCall { durationMs }`),
  error: graphql(`fragment ModelCallError on LlmCall { errorMessage }`),
})

/** A page of the list, with the window that an export of it uses. */
const modelCallsDocument = withFragments(
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
          id
          timestamp
          ...ModelCallModel
          ...ModelCallStatus
          ...ModelCallBot
          ...ModelCallPipeline
          ...ModelCallUser
          ...ModelCallInput
          ...ModelCallOutput
          ...ModelCallTokens
          ...ModelCallCost
          ...ModelCallDuration
          ...ModelCallError
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
export const callList = defineColumnList(modelCallsDocument, callColumns, [
  'model',
  'status',
  'bot',
  'user',
  'tokens',
  'cost',
  'duration',
  'error',
])

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
        platform
        userId
        sessionId
        messageId
        message { messageText }
      }
    }
  `),
)
