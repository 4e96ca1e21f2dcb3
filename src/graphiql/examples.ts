/** A tab of GraphiQL: a query, and the variables that it starts with as JSON. */
export interface ExampleTab {
  readonly query: string
  readonly variables: string
}

const overview = `# The key figures since a moment: by default, of the last day.
# Press Ctrl+Enter to run it, Ctrl+Space to complete a field,
# and open the book on the left to read what everything means.
query Overview($since: DateTime) {
  overview(filter: { startTime: $since }) {
    totalMessages
    successRate
    modelCalls
    totalTokens
    totalCost
    activeSessions
    totalErrors
  }
}
`

const tokens = `# Tokens and cost of each model, and of each day in a time zone of your choice.
query TokensByModelAndDay($since: DateTime, $timeZone: TimeZone!) {
  tokenStatistics(filter: { startTime: $since }, bucket: DAY, timeZone: $timeZone) {
    summary {
      totalCalls
      totalTokens
      totalCost
      avgTokensPerSecond
      zeroTokenSuccessCalls
    }
    byModel {
      modelName
      calls
      errorCalls
      totalTokens
      cost
      avgDurationMs
    }
    timeseries {
      label
      calls
      totalTokens
    }
  }
}
`

const trouble = `# LLM calls that failed or took longer than a limit, each with the message that caused it.
# For the next page, give pageInfo.endCursor as "after".
query SlowOrFailedCalls($slowMs: Int!, $after: String) {
  llmCalls(
    filter: { or: [{ not: { statuses: [SUCCESS] } }, { durationMs: { gte: $slowMs } }] }
    first: 20
    after: $after
  ) {
    totalCount
    pageInfo {
      hasNextPage
      endCursor
    }
    nodes {
      timestamp
      modelName
      status
      durationMs
      errorMessage
      message {
        messageText
        userName
        botName
      }
    }
  }
}
`

const session = `# The session with the latest activity, and everything in it.
query SessionWithEverything {
  sessions(first: 1) {
    nodes {
      id
      botName
      userName
      isActive
      startTime
      lastActivity
      durationSeconds
      messageStats {
        total
        success
        error
        pending
      }
      llmStats {
        totalCalls
        totalTokens
        averageDurationMs
      }
      messages(first: 10) {
        nodes {
          timestamp
          role
          messageText
          status
          llmCalls {
            modelName
            totalTokens
            durationMs
            cost
          }
          feedback {
            type
            content
          }
        }
      }
      errors(first: 5) {
        nodes {
          timestamp
          errorType
          errorMessage
        }
      }
    }
  }
}
`

const daysBefore = (now: Date, days: number): string => new Date(now.getTime() - days * 86_400_000).toISOString()

/** The examples that GraphiQL opens with; their windows end at `now`. */
export const listExamples = (now: Date): readonly ExampleTab[] =>
  [
    { query: overview, variables: { since: daysBefore(now, 1) } },
    { query: tokens, variables: { since: daysBefore(now, 7), timeZone: 'UTC' } },
    { query: trouble, variables: { slowMs: 20_000 } },
    { query: session, variables: {} },
  ].map(({ query, variables }) => ({ query, variables: JSON.stringify(variables, null, 2) }))
