import { graphql } from '../../api/graphql.ts'
import type { ResultOf } from '../../api/resultOf.ts'

/** Everything that the view shows by default. */
export const tokensDocument = graphql(`
  query DashboardTokens($scope: MonitoringFilter, $bucket: TimeBucket!, $timeZone: TimeZone!, $compareTo: Comparison) {
    llmCallMetrics(
      scope: $scope
      bucket: $bucket
      timeZone: $timeZone
      compareTo: $compareTo
      groupBy: [MODEL]
      orderBy: { field: TOTAL_TOKENS }
      first: 200
    ) {
      totals {
        inputTokens
        outputTokens
        totalTokens
        avgTokensPerCall
        avgTokensPerSecond
        failedCalls
        failureRate
        zeroTokenSuccessCalls
      }
      previous { inputTokens outputTokens totalTokens avgTokensPerCall avgTokensPerSecond failedCalls }
      series {
        bucketStart
        bucketEnd
        isPartial
        measures { inputTokens outputTokens }
        previous { totalTokens }
      }
      groups {
        key { model }
        measures { calls failedCalls inputTokens outputTokens totalTokens totalCost callsWithoutCost durationMs { p50 p95 } }
        share { totalTokens }
      }
      groupCount
      truncated
    }
  }
`)

/** The data of the view. */
export type TokensData = ResultOf<typeof tokensDocument>['llmCallMetrics']
