import { graphql } from '../../../api/graphql.ts'
import type { ResultOf } from '../../../api/resultOf.ts'
import { withFragments } from '../../../api/withFragments.ts'
import { pageFragment, windowFragment } from '../../../parts/listFragments.ts'
import { sessionFragment } from '../shared/fragments.ts'

/** A page of the list. What is counted for each session is loaded only if it is shown. */
export const sessionsDocument = withFragments(
  graphql(`
    query DashboardSessions(
      $scope: MonitoringFilter
      $filter: SessionFilter
      $orderBy: SessionOrder
      $first: Int
      $after: String
      $last: Int
      $before: String
      $withCalls: Boolean!
      $withSignals: Boolean!
      $withDuration: Boolean!
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
          ...SessionSummary
          messageCount
          durationSeconds @include(if: $withDuration)
          llmStats @include(if: $withCalls) { totalCalls totalTokens totalCost callsWithoutCost }
          errors(first: 0) @include(if: $withSignals) { totalCount }
          likes: feedback(first: 0, filter: { types: [LIKE] }) @include(if: $withSignals) { totalCount }
          dislikes: feedback(first: 0, filter: { types: [DISLIKE] }) @include(if: $withSignals) { totalCount }
        }
      }
    }
  `),
  sessionFragment,
  windowFragment,
  pageFragment,
)

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
