import { questionTabs } from './questions.ts'

const overview = `# The overview of all data.
# Ctrl+Enter runs it, Ctrl+Space completes a field.
# The book icon on the left opens the reference.
# For a period, add:
# (scope: { calendar: TODAY, timeZone: "Asia/Shanghai" })
# For its statements and their times, add to Headers:
# { "X-Botlens-Stats": "1" }
query Overview {
  overview {
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

const tokens = `# Tokens and cost by model, and by day in a time zone.
# For a period, add:
# scope: { last: "P7D" }
query TokensByModelAndDay {
  tokenStatistics(bucket: DAY, timeZone: "UTC") {
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
# with its messages, calls, feedback and errors.
query SessionDetails {
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

/** The queries that GraphiQL opens with, one per tab. GraphiQL stores them: they contain no times that would age. */
export const examples: readonly string[] = [overview, tokens, trouble, session, ...questionTabs]
