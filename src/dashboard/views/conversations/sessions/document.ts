import { graphql } from '../../../api/graphql.ts'
import type { ResultOf } from '../../../api/resultOf.ts'
import { withFragments } from '../../../api/withFragments.ts'
import { defineColumnList, defineColumns } from '../../../parts/listColumns.ts'
import { pageFragment, windowFragment } from '../../../parts/listFragments.ts'

/** The columns that can be hidden, each with what its cells read. */
export const sessionColumns = defineColumns({
  start: graphql(`fragment SessionStart on Session { startTime }`),
  user: graphql(`fragment SessionUser on Session { id userName userId }`),
  id: graphql(`fragment SessionId on Session { id }`),
  state: graphql(`fragment SessionState on Session { isActive }`),
  signals: graphql(`fragment SessionSignals on Session { errors(first: 0) { totalCount }
      likes: feedback(first: 0, filter: { types: [LIKE] }) { totalCount }
      dislikes: feedback(first: 0, filter: { types: [DISLIKE] }) { totalCount } }`),
  platform: graphql(`fragment SessionPlatform on Session { platform }`),
  bot: graphql(`fragment SessionBot on Session { botName }`),
  pipeline: graphql(`fragment SessionPipeline on Session { pipelineName }`),
  messages: graphql(`fragment SessionMessages on Session { messageCount }`),
  duration: graphql(`fragment SessionDuration on Session { durationSeconds }`),
  calls: graphql(`fragment SessionCalls on Session { llmStats { totalCalls } }`),
  tokens: graphql(`fragment SessionTokens on Session { llmStats { totalTokens } }`),
  cost: graphql(`fragment SessionCost on Session { llmStats { totalCalls totalCost callsWithoutCost } }`),
})

/** A page of the list. What is counted for each session is loaded only if it is shown. */
const sessionsDocument = withFragments(
  graphql(`
    query DashboardSessions(
      $scope: MonitoringFilter
      $filter: SessionFilter
      $orderBy: SessionOrder
      $first: Int
      $after: String
      $last: Int
      $before: String
    ) {
      list: sessions(
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
          lastActivity
          ...SessionStart
          ...SessionUser
          ...SessionId
          ...SessionState
          ...SessionSignals
          ...SessionPlatform
          ...SessionBot
          ...SessionPipeline
          ...SessionMessages
          ...SessionDuration
          ...SessionCalls
          ...SessionTokens
          ...SessionCost
        }
      }
    }
  `),
  windowFragment,
  pageFragment,
)

/** The list, with the columns that are shown unless others are chosen. */
export const sessionList = defineColumnList(sessionsDocument, sessionColumns, [
  'user',
  'state',
  'signals',
  'platform',
  'bot',
  'pipeline',
  'messages',
  'duration',
  'tokens',
  'cost',
])

/** A session of the list. */
export type ListedSession = ResultOf<typeof sessionsDocument>['list']['nodes'][number]

/** The values of one filter with the number of sessions, under the other filters. */
export const sessionFacetsDocument = graphql(`
  query DashboardSessionFacets(
    $scope: MonitoringFilter
    $filter: SessionFilter
    $search: String
    $first: Int!
    $platforms: Boolean = false
  ) {
    list: sessions(scope: $scope, filter: $filter, first: 0) {
      facets {
        platforms(first: $first, search: $search) @include(if: $platforms) { value count }
      }
    }
  }
`)

/** The number of sessions that a filter selects, and of those that meet a condition as well. */
export const sessionCountsDocument = graphql(`
  query DashboardSessionCounts($scope: MonitoringFilter, $filter: SessionFilter, $yes: SessionFilter) {
    all: sessions(scope: $scope, filter: $filter, first: 0) { totalCount }
    yes: sessions(scope: $scope, filter: $yes, first: 0) { totalCount }
  }
`)
