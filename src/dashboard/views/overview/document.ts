import { graphql } from '../../api/graphql.ts'
import type { ResultOf } from '../../api/resultOf.ts'
import { withFragments } from '../../api/withFragments.ts'
import { scopeNamesFragment } from '../../parts/scopeNamesFragment.ts'

/** The key metrics and what happened over time, in one operation, so that all of it has the same current time. */
export const overviewDocument = graphql(`
  query DashboardOverview($scope: MonitoringFilter, $bucket: TimeBucket!, $timeZone: TimeZone!, $compareTo: Comparison) {
    messages: messageMetrics(scope: $scope, bucket: $bucket, timeZone: $timeZone, compareTo: $compareTo) {
      totals { messages successRate }
      previous { messages successRate }
      series {
        bucketStart
        bucketEnd
        isPartial
        measures { messages errorMessages successRate }
        previous { messages }
      }
    }
    llmCalls: llmCallMetrics(scope: $scope, bucket: $bucket, timeZone: $timeZone, compareTo: $compareTo) {
      totals { calls totalTokens totalCost callsWithoutCost zeroTokenSuccessCalls }
      previous { calls totalTokens totalCost callsWithoutCost }
      series {
        bucketStart
        bucketEnd
        isPartial
        measures { calls failedCalls totalTokens totalCost callsWithoutCost }
        previous { calls }
      }
    }
    embeddingCalls: embeddingCallMetrics(scope: $scope, bucket: $bucket, timeZone: $timeZone, compareTo: $compareTo) {
      totals { calls }
      previous { calls }
      series { measures { calls } }
    }
    sessions: sessionMetrics(scope: $scope, bucket: $bucket, timeZone: $timeZone, compareTo: $compareTo) {
      totals { sessions activeSessions }
      previous { sessions }
      series { measures { sessions } }
    }
    errors: errorMetrics(scope: $scope, bucket: $bucket, timeZone: $timeZone, compareTo: $compareTo) {
      totals { errors }
      previous { errors }
      series { measures { errors } }
    }
    feedback: feedbackMetrics(scope: $scope, bucket: $bucket, timeZone: $timeZone, compareTo: $compareTo) {
      totals { satisfactionRate feedback }
      previous { satisfactionRate }
      series { measures { satisfactionRate } }
    }
  }
`)

/** The data of the key metrics and of what happened over time. */
export type OverviewData = ResultOf<typeof overviewDocument>

/** The models, bots and users with the most of one measure, and the latest errors. */
export const topsDocument = withFragments(
  graphql(`
    query DashboardTops(
      $scope: MonitoringFilter
      $orderBy: LlmCallMetricOrder!
      $withNames: Boolean = false
      $bot: ID! = ""
      $pipeline: ID! = ""
    ) {
      models: llmCallMetrics(scope: $scope, groupBy: [MODEL], orderBy: $orderBy, first: 6) {
        totals { ...TopMeasures }
        groups {
          key { model }
          measures { ...TopMeasures }
        }
      }
      bots: llmCallMetrics(scope: $scope, groupBy: [BOT], orderBy: $orderBy, first: 6) {
        groups {
          key { bot { id name } }
          measures { ...TopMeasures }
        }
      }
      users: llmCallMetrics(scope: $scope, groupBy: [USER], orderBy: $orderBy, first: 6) {
        groups {
          key { user { id name } }
          measures { ...TopMeasures }
        }
      }
      errors(scope: $scope, first: 6) {
        window { asOf }
        nodes { id timestamp errorType errorMessage botName }
      }
      ...ScopeNames @include(if: $withNames)
    }
    fragment TopMeasures on LlmCallMeasures {
      totalTokens
      totalCost
      callsWithoutCost
      calls
      failedCalls
    }
  `),
  scopeNamesFragment,
)

/** The data of the lists. */
export type TopsData = ResultOf<typeof topsDocument>
