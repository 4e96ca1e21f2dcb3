import { graphql } from '../api/graphql.ts'

/** Key metrics have changed, and with them what the overview shows. */
export const overviewEvents = graphql(`
  subscription DashboardOverviewEvents($scope: MonitoringFilter) {
    event: overviewChanged(scope: $scope, every: "PT5S") {
      overview {
        totalMessages
        llmCalls
        embeddingCalls
        totalTokens
        totalCost
        successRate
        activeSessions
        totalErrors
      }
    }
  }
`)

/** Messages were recorded. */
export const messageEvents = graphql(`
  subscription DashboardMessageEvents($scope: MonitoringFilter, $filter: MessageFilter, $after: String) {
    event: messageRecorded(scope: $scope, filter: $filter, after: $after) { cursor record: message { id role } }
  }
`)

/** LLM calls were recorded. */
export const llmCallEvents = graphql(`
  subscription DashboardLlmCallEvents($scope: MonitoringFilter, $filter: LlmCallFilter, $after: String) {
    event: llmCallRecorded(scope: $scope, filter: $filter, after: $after) { cursor record: llmCall { id } }
  }
`)

/** Embedding calls were recorded. */
export const embeddingCallEvents = graphql(`
  subscription DashboardEmbeddingCallEvents($scope: MonitoringFilter, $filter: EmbeddingCallFilter, $after: String) {
    event: embeddingCallRecorded(scope: $scope, filter: $filter, after: $after) {
      cursor
      record: embeddingCall { id }
    }
  }
`)

/** Tool calls were recorded. */
export const toolCallEvents = graphql(`
  subscription DashboardToolCallEvents($scope: MonitoringFilter, $filter: ToolCallFilter, $after: String) {
    event: toolCallRecorded(scope: $scope, filter: $filter, after: $after) { cursor record: toolCall { id } }
  }
`)

/** Errors were recorded. */
export const errorEvents = graphql(`
  subscription DashboardErrorEvents($scope: MonitoringFilter, $filter: ErrorFilter, $after: String) {
    event: errorRecorded(scope: $scope, filter: $filter, after: $after) { cursor record: errorLog { id } }
  }
`)

/** Feedback was recorded or changed. */
export const feedbackEvents = graphql(`
  subscription DashboardFeedbackEvents($scope: MonitoringFilter, $filter: FeedbackFilter, $after: String) {
    event: feedbackRecorded(scope: $scope, filter: $filter, after: $after) { cursor record: feedback { id } }
  }
`)

/** Sessions began, changed or ended. */
export const sessionEvents = graphql(`
  subscription DashboardSessionEvents($scope: MonitoringFilter, $filter: SessionFilter, $after: String) {
    event: sessionChanged(scope: $scope, filter: $filter, after: $after) { cursor record: session { id } }
  }
`)
