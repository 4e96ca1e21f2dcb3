import type { Topic } from './question.ts'

/** Questions about errors and failed calls. */
export const failures: Topic = {
  title: 'Failures',
  questions: [
    {
      title: 'What share of LLM calls fails per platform, compared with last week?',
      note: 'The platform of a call is the kind of chat. Failed calls have the status ERROR or TIMEOUT. `previous` covers the same time a week earlier.',
      operation: `query FailureSharePerPlatform {
  llmCallMetrics(
    scope: { last: "P7D" }
    groupBy: [PLATFORM]
    compareTo: SAME_PERIOD_LAST_WEEK
  ) {
    groups {
      key { platform }
      measures { calls failedCalls failureRate }
      previous { calls failedCalls failureRate }
    }
  }
}`,
    },
    {
      title: 'Which kinds of errors are new since yesterday?',
      note: 'All kinds of the last 24 hours. `isNew` is true for those of which no error was recorded before.',
      operation: `query NewErrors {
  errorGroups(scope: { last: "P1D" }, first: 20) {
    groupCount
    groups {
      fingerprint
      title
      isNew
      count
      affectedUsers
      affectedSessions
      firstSeen
      lastSeen
    }
  }
}`,
    },
    {
      title: 'Which errors affect the most sessions?',
      note: 'Groups can have up to three dimensions: add BOT to see in which bots they occur.',
      operation: `query ErrorsBySessions {
  errorMetrics(
    scope: { last: "P30D" }
    groupBy: [ERROR_TYPE]
    orderBy: { field: AFFECTED_SESSIONS }
    bucket: DAY
  ) {
    groups {
      key { errorType }
      measures { errors affectedSessions affectedUsers firstSeen lastSeen }
      series { label measures { errors } }
    }
  }
}`,
    },
    {
      title: 'Which sessions had an error and a dislike?',
      note: 'Relation filters can be nested and combined with `and`, `or` and `not`.',
      operation: `query SessionsWithErrorAndDislike {
  sessions(
    filter: { errors: { some: {} }, feedback: { some: { types: [DISLIKE] } } }
    first: 20
  ) {
    totalCount
    nodes {
      id
      botName
      userName
      errors(first: 3) { nodes { timestamp errorType errorMessage } }
      feedback(first: 3) { nodes { type content } }
    }
  }
}`,
    },
    {
      title: 'Which models time out, and when?',
      note: 'Groups with the most timeouts first. `dayOfWeek` is 1 (Monday) to 7 (Sunday), `hourOfDay` 0 to 23, both in the time zone of the query.',
      operation: `query Timeouts {
  llmCallMetrics(
    scope: { last: "P30D" }
    groupBy: [MODEL, DAY_OF_WEEK, HOUR_OF_DAY]
    orderBy: { field: TIMEOUT_CALLS }
    timeZone: "UTC"
    first: 20
  ) {
    groups { key { model dayOfWeek hourOfDay } measures { calls timeoutCalls } }
  }
}`,
    },
    {
      title: 'Which questions got no reply?',
      note: 'Turns without a reply, with the errors that were recorded for them.',
      operation: `query UnansweredQuestions {
  turns(scope: { last: "P30D" }, filter: { hasReply: false }, first: 20) {
    totalCount
    nodes {
      timestamp
      botName
      userName
      question { messageText status }
      errors(first: 3) { errorType errorMessage }
    }
  }
}`,
    },
    {
      title: 'Which tools fail?',
      note: 'Tools of the same name from different sources are separate groups.',
      operation: `query ToolFailures {
  toolCallMetrics(
    scope: { last: "P30D" }
    groupBy: [TOOL, TOOL_SOURCE]
    orderBy: { field: FAILED_CALLS }
  ) {
    groups {
      key { tool toolSource }
      measures { calls failedCalls failureRate durationMs { p95 } }
    }
  }
}`,
    },
  ],
}
