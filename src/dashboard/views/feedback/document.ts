import { graphql } from '../../api/graphql.ts'
import type { ResultOf } from '../../api/resultOf.ts'
import { withFragments } from '../../api/withFragments.ts'
import { defineColumnList, defineColumns } from '../../parts/listColumns.ts'
import { pageFragment, windowFragment } from '../../parts/listFragments.ts'
import { scopeNamesFragment } from '../../parts/scopeNamesFragment.ts'

/** What the details show. */
const feedbackDetailsFragment = graphql(`
  fragment FeedbackDetails on Feedback {
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
      ...ScopeNames @include(if: $withNames)
    }
    fragment Ratings on FeedbackMeasures {
      feedback
      likes
      dislikes
      satisfactionRate
    }
  `),
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

/** The columns that can be hidden, each with what its cells read. */
export const feedbackColumns = defineColumns({
  rating: graphql(`fragment FeedbackRating on Feedback { type }`),
  question: graphql(`fragment FeedbackQuestion on Feedback { turn { question { messageText } } }`),
  comment: graphql(`fragment FeedbackComment on Feedback { content }`),
  reasons: graphql(`fragment FeedbackReasons on Feedback { inaccurateReasons }`),
  model: graphql(`fragment FeedbackModel on Feedback { turn { modelName } }`),
  bot: graphql(`fragment FeedbackBot on Feedback { botName }`),
  pipeline: graphql(`fragment FeedbackPipeline on Feedback { pipelineName }`),
  user: graphql(`fragment FeedbackUser on Feedback { userId }`),
  platform: graphql(`fragment FeedbackPlatform on Feedback { platform }`),
  session: graphql(`fragment FeedbackSession on Feedback { sessionId }`),
  message: graphql(`fragment FeedbackMessage on Feedback { messageId }`),
})

/**
 * A page of the list with the questions, the window that an export of it uses, and the record that is open from the
 * start.
 */
const feedbackDocument = withFragments(
  graphql(`
    query DashboardFeedback(
      $scope: MonitoringFilter
      $filter: FeedbackFilter
      $orderBy: FeedbackOrder
      $first: Int
      $after: String
      $last: Int
      $before: String
      $withRecord: Boolean = false
      $open: ID! = ""
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
          id
          timestamp
          ...FeedbackRating
          ...FeedbackQuestion
          ...FeedbackComment
          ...FeedbackReasons
          ...FeedbackModel
          ...FeedbackBot
          ...FeedbackPipeline
          ...FeedbackUser
          ...FeedbackPlatform
          ...FeedbackSession
          ...FeedbackMessage
        }
      }
      record: feedbackRecord(id: $open) @include(if: $withRecord) { ...FeedbackDetails }
    }
  `),
  windowFragment,
  pageFragment,
  feedbackDetailsFragment,
)

/** The list, with the columns that are shown unless others are chosen. */
export const feedbackList = defineColumnList(feedbackDocument, feedbackColumns, [
  'rating',
  'question',
  'comment',
  'reasons',
  'model',
  'bot',
])

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
)
