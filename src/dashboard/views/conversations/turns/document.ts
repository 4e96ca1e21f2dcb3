import { graphql } from '../../../api/graphql.ts'
import type { ResultOf } from '../../../api/resultOf.ts'
import { withFragments } from '../../../api/withFragments.ts'
import { defineColumnList, defineColumns } from '../../../parts/listColumns.ts'
import { pageFragment, windowFragment } from '../../../parts/listFragments.ts'
import { scopeNamesFragment } from '../../../parts/scopeNamesFragment.ts'

/** The columns that can be hidden, each with what its cells read. */
export const turnColumns = defineColumns({
  conversation: graphql(
    `fragment TurnConversation on Turn { question { messageText } replies(first: 1) { messageText } }`,
  ),
  user: graphql(`fragment TurnUser on Turn { userName }`),
  question: graphql(`fragment TurnQuestion on Turn { question { messageText } }`),
  reply: graphql(`fragment TurnReply on Turn { replies(first: 1) { messageText } }`),
  signals: graphql(`fragment TurnSignals on Turn { errorCount likes dislikes replyCount }`),
  origin: graphql(`fragment TurnOrigin on Turn { botName pipelineName runnerName }`),
  bot: graphql(`fragment TurnBot on Turn { botName }`),
  pipeline: graphql(`fragment TurnPipeline on Turn { pipelineName }`),
  runner: graphql(`fragment TurnRunner on Turn { runnerName }`),
  model: graphql(`fragment TurnModel on Turn { modelName }`),
  platform: graphql(`fragment TurnPlatform on Turn { platform }`),
  replies: graphql(`fragment TurnReplies on Turn { replyCount }`),
  waiting: graphql(`fragment TurnWaiting on Turn { firstReplyMs }`),
  duration: graphql(`fragment TurnDuration on Turn { durationMs }`),
  tokens: graphql(`fragment TurnTokens on Turn { totalTokens }`),
  cost: graphql(`fragment TurnCost on Turn { totalCost llmStats { totalCalls callsWithoutCost } }`),
})

/** A page of the list. Questions and replies, which may be long, are loaded only if they are shown. */
const turnsDocument = withFragments(
  graphql(`
    query DashboardTurns(
      $scope: MonitoringFilter
      $filter: TurnFilter
      $orderBy: TurnOrder
      $first: Int
      $after: String
      $last: Int
      $before: String
      $withNames: Boolean = false
      $bot: ID! = ""
      $pipeline: ID! = ""
    ) {
      list: turns(
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
          ...TurnConversation
          ...TurnUser
          ...TurnQuestion
          ...TurnReply
          ...TurnSignals
          ...TurnOrigin
          ...TurnBot
          ...TurnPipeline
          ...TurnRunner
          ...TurnModel
          ...TurnPlatform
          ...TurnReplies
          ...TurnWaiting
          ...TurnDuration
          ...TurnTokens
          ...TurnCost
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
export const turnList = defineColumnList(turnsDocument, turnColumns, [
  'conversation',
  'signals',
  'origin',
  'waiting',
  'tokens',
  'cost',
])

/** A turn of the list. */
export type ListedTurn = ResultOf<typeof turnsDocument>['list']['nodes'][number]

/** The values of one filter with the number of turns, under the other filters. */
export const turnFacetsDocument = graphql(`
  query DashboardTurnFacets(
    $scope: MonitoringFilter
    $filter: TurnFilter
    $search: String
    $first: Int!
    $runnerNames: Boolean = false
    $platforms: Boolean = false
  ) {
    list: turns(scope: $scope, filter: $filter, first: 0) {
      facets {
        runnerNames(first: $first, search: $search) @include(if: $runnerNames) { value count }
        platforms(first: $first, search: $search) @include(if: $platforms) { value count }
      }
    }
  }
`)

/** The number of turns that a filter selects, and of those that meet a condition as well. */
export const turnCountsDocument = graphql(`
  query DashboardTurnCounts($scope: MonitoringFilter, $filter: TurnFilter, $yes: TurnFilter) {
    all: turns(scope: $scope, filter: $filter, first: 0) { totalCount }
    yes: turns(scope: $scope, filter: $yes, first: 0) { totalCount }
  }
`)
