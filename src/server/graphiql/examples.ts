const overview = (since: string) => `# Key metrics of the last day.
# Ctrl+Enter runs it, Ctrl+Space completes a field,
# and the book icon on the left opens the documentation.
query Overview {
  overview(filter: { startTime: "${since}" }) {
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

const tokens = (since: string) => `# Tokens and cost of the last week,
# by model, and by day in a time zone of your choice.
query TokensByModelAndDay {
  tokenStatistics(
    filter: { startTime: "${since}" }
    bucket: DAY
    timeZone: "UTC"
  ) {
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

const trouble = `# LLM calls that failed or took over 20 s,
# each with the message that caused it.
# For the next page, add: after: "(the endCursor)"
query SlowOrFailedCalls {
  llmCalls(
    filter: {
      or: [
        { not: { statuses: [SUCCESS] } }
        { durationMs: { gte: 20000 } }
      ]
    }
    first: 20
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

const session = `# The session with the latest activity,
# and everything in it.
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

/** The queries that GraphiQL opens with, a tab each; their windows end at `now`. */
export const listExamples = (now: Date): readonly string[] => [
  overview(daysBefore(now, 1)),
  tokens(daysBefore(now, 7)),
  trouble,
  session,
]
