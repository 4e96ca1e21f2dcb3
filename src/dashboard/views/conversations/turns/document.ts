import { graphql } from '../../../api/graphql.ts'
import type { ResultOf } from '../../../api/resultOf.ts'
import { withFragments } from '../../../api/withFragments.ts'
import { pageFragment, windowFragment } from '../../../parts/listFragments.ts'
import { scopeNamesFragment } from '../../../parts/scopeNames.ts'
import { turnFragment } from '../shared/fragments.ts'

/** A page of the list. Questions and replies, which may be long, are loaded only if they are shown. */
export const turnsDocument = withFragments(
  graphql(`
    query DashboardTurns(
      $scope: MonitoringFilter
      $filter: TurnFilter
      $orderBy: TurnOrder
      $first: Int
      $after: String
      $last: Int
      $before: String
      $withQuestion: Boolean!
      $withReply: Boolean!
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
          ...TurnSummary
          pipelineName
          runnerName
          platform
          modelName
          durationMs
          likes
          dislikes
          question @include(if: $withQuestion) { messageText }
          replies(first: 1) @include(if: $withReply) { messageText }
        }
      }
      ...ScopeNames @include(if: $withNames)
    }
  `),
  turnFragment,
  windowFragment,
  pageFragment,
  scopeNamesFragment,
)

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
