import { graphql } from '../../api/graphql.ts'
import type { ResultOf } from '../../api/resultOf.ts'
import { withFragments } from '../../api/withFragments.ts'
import { pageFragment, windowFragment } from '../../parts/listFragments.ts'
import { scopeNamesFragment } from '../../parts/scopeNames.ts'

/** What the list and the details show of a rating. */
const feedbackFragment = graphql(`
  fragment FeedbackRow on Feedback {
    id
    timestamp
    type
    content
    inaccurateReasons
    botName
    pipelineName
    platform
    userId
    sessionId
    messageId
  }
`)

/** What the details show. */
const feedbackDetailsFragment = graphql(`
  fragment FeedbackDetails on Feedback {
    ...FeedbackRow
    turn {
      modelName
      question { messageText }
      replies(first: 10) { id messageText }
    }
  }
`)

/** The satisfaction in total, over time, by bot and by model, and the reasons of dislikes. */
export const satisfactionDocument = withFragments(
  graphql(`
    query DashboardSatisfaction(
      $scope: MonitoringFilter
      $filter: FeedbackFilter
      $bucket: TimeBucket!
      $timeZone: TimeZone!
      $compareTo: Comparison
      $withRecord: Boolean = false
      $open: ID! = ""
      $withNames: Boolean = false
      $bot: ID! = ""
      $pipeline: ID! = ""
    ) {
      feedback: feedbackMetrics(
        scope: $scope
        filter: $filter
        bucket: $bucket
        timeZone: $timeZone
        compareTo: $compareTo
        groupBy: [BOT]
      ) {
        totals { ...Ratings }
        previous { ...Ratings }
        series {
          bucketStart
          bucketEnd
          isPartial
          measures { ...Ratings }
          previous { ...Ratings }
        }
        groups { key { bot { id name } } measures { ...Ratings } }
      }
      models: feedbackMetrics(scope: $scope, filter: $filter, groupBy: [MODEL]) {
        groups { key { model } measures { ...Ratings } }
      }
      reasons: feedbackMetrics(scope: $scope, filter: $filter, groupBy: [REASON], orderBy: { field: DISLIKES }) {
        totals { dislikes }
        groups { key { reason } measures { dislikes } }
      }
      record: feedbackRecord(id: $open) @include(if: $withRecord) { ...FeedbackDetails }
      ...ScopeNames @include(if: $withNames)
    }
    fragment Ratings on FeedbackMeasures {
      feedback
      likes
      dislikes
      satisfactionRate
    }
  `),
  feedbackDetailsFragment,
  feedbackFragment,
  scopeNamesFragment,
)

/** The data of the satisfaction. */
export type SatisfactionData = ResultOf<typeof satisfactionDocument>

/** The values of one filter with the number of ratings, under the other filters. */
export const facetsDocument = graphql(`
  query DashboardFeedbackFacets(
    $scope: MonitoringFilter
    $filter: FeedbackFilter
    $search: String
    $first: Int!
    $types: Boolean = false
    $platforms: Boolean = false
  ) {
    list: feedback(scope: $scope, filter: $filter, first: 0) {
      facets {
        types(first: $first, search: $search) @include(if: $types) { value count }
        platforms(first: $first, search: $search) @include(if: $platforms) { value count }
      }
    }
  }
`)

/** A page of the list with the questions, and the window that an export of it uses. */
export const feedbackDocument = withFragments(
  graphql(`
    query DashboardFeedback(
      $scope: MonitoringFilter
      $filter: FeedbackFilter
      $orderBy: FeedbackOrder
      $first: Int
      $after: String
      $last: Int
      $before: String
    ) {
      list: feedback(
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
          ...FeedbackRow
          turn { modelName question { messageText } }
        }
      }
    }
  `),
  feedbackFragment,
  windowFragment,
  pageFragment,
)

/** A rating of the list. */
export type ListedFeedback = ResultOf<typeof feedbackDocument>['list']['nodes'][number]

/** Everything about one rating, with the question and the answers that it is about. */
export const feedbackRecordDocument = withFragments(
  graphql(`
    query DashboardFeedbackRecord($id: ID!) {
      record: feedbackRecord(id: $id) { ...FeedbackDetails }
    }
  `),
  feedbackDetailsFragment,
  feedbackFragment,
)
