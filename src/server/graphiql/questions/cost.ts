import type { Topic } from './question.ts'

/** Questions about cost and token usage. */
export const cost: Topic = {
  title: 'Cost and tokens',
  questions: [
    {
      title: 'What do the ten most expensive users cost per week?',
      note: 'Weeks start on Monday in the given time zone. `others` adds one group for all other users. The first and the last week are partial, since the window cuts them.',
      operation: `query CostPerUserAndWeek {
  llmCallMetrics(
    scope: { last: "P28D" }
    groupBy: [USER]
    orderBy: { field: TOTAL_COST }
    first: 10
    others: true
    bucket: WEEK
    timeZone: "Europe/Berlin"
  ) {
    groupCount
    groups {
      isOthers
      key { user { id name } }
      measures { totalCost }
      share { totalCost }
      series { label isPartial measures { totalCost } }
    }
  }
}`,
    },
    {
      title: 'Who are the top users by tokens, and which models do they use?',
      note: 'One group per combination of user and model that occurs.',
      operation: `query TopUsersByTokens {
  llmCallMetrics(
    scope: { last: "P30D" }
    groupBy: [USER, MODEL]
    orderBy: { field: TOTAL_TOKENS }
    first: 20
  ) {
    groups {
      key { user { id name } model }
      measures { calls inputTokens outputTokens totalTokens }
      share { totalTokens }
    }
    truncated
  }
}`,
    },
    {
      title: 'Which models account for the cost, compared with the period before?',
      note: '`previous` is the same number of days immediately before. For a model that was not used then, its cost is 0.',
      operation: `query CostPerModel {
  llmCallMetrics(
    scope: { last: "P7D" }
    groupBy: [MODEL]
    orderBy: { field: TOTAL_COST }
    compareTo: PREVIOUS_PERIOD
  ) {
    window { startTime endTime asOf }
    totals { totalCost }
    previous { totalCost }
    groups {
      key { model }
      measures { totalCost avgCostPerCall callsWithoutCost }
      previous { totalCost }
      share { totalCost }
    }
  }
}`,
    },
    {
      title: 'For what share of successful calls did the provider report no tokens?',
      note: 'A rate above 0 indicates that usage reporting is broken, so that tokens and cost are too low.',
      operation: `query ZeroTokenShare {
  llmCallMetrics(
    scope: { last: "P30D" }
    groupBy: [MODEL]
    orderBy: { field: ZERO_TOKEN_SUCCESS_CALLS }
  ) {
    totals { zeroTokenSuccessCalls zeroTokenSuccessRate }
    groups {
      key { model }
      measures { successCalls zeroTokenSuccessCalls zeroTokenSuccessRate }
    }
  }
}`,
    },
    {
      title: 'How does token usage per day compare with last week?',
      note: 'Each bucket has the measures of the corresponding bucket a week earlier.',
      operation: `query TokensPerDay {
  llmCallMetrics(
    scope: { calendar: THIS_WEEK, timeZone: "UTC" }
    bucket: DAY
    compareTo: SAME_PERIOD_LAST_WEEK
  ) {
    series {
      label
      isPartial
      measures { inputTokens outputTokens totalTokens }
      previous { totalTokens }
    }
  }
}`,
    },
    {
      title: 'What does one conversation turn cost on average, per bot?',
      note: 'A turn is a message of a user with the replies to it and all calls that were made for it.',
      operation: `query CostPerTurn {
  turnMetrics(
    scope: { last: "P30D" }
    groupBy: [BOT]
    orderBy: { field: TOTAL_COST }
  ) {
    groups {
      key { bot { id name } }
      measures { turns totalCost avgCostPerTurn totalTokens }
    }
  }
}`,
    },
    {
      title: 'What were the most expensive sessions?',
      note: 'For the details of a session, pass its id to `session`.',
      operation: `query MostExpensiveSessions {
  llmCallMetrics(
    scope: { last: "P7D" }
    groupBy: [SESSION]
    orderBy: { field: TOTAL_COST }
    first: 10
  ) {
    groups {
      key { sessionId }
      measures { totalCost calls totalTokens durationMs { avg } }
    }
  }
}`,
    },
  ],
}
