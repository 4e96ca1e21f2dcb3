import type { Topic } from './question.ts'

/** Questions about traffic and users. */
export const usage: Topic = {
  title: 'Usage',
  questions: [
    {
      title: 'How many users are active per day?',
      note: 'Distinct users of each day. `totals` counts each user once over the whole window.',
      operation: `query DailyActiveUsers {
  messageMetrics(
    scope: { last: "P14D" }
    filter: { roles: [USER] }
    bucket: DAY
    timeZone: "UTC"
  ) {
    totals { users sessions messages }
    series { label isPartial measures { users sessions messages } }
  }
}`,
    },
    {
      title: 'When is traffic highest, by hour and weekday?',
      note: 'Data for a heat map: at most 168 groups.',
      operation: `query TrafficHeatMap {
  messageMetrics(
    scope: { last: "P28D" }
    groupBy: [DAY_OF_WEEK, HOUR_OF_DAY]
    timeZone: "Asia/Shanghai"
    first: 168
  ) {
    groups { key { dayOfWeek hourOfDay } measures { messages } }
  }
}`,
    },
    {
      title: 'How does traffic per bot change from month to month?',
      note: 'The current month is compared with the same days of the last month.',
      operation: `query TrafficPerBot {
  messageMetrics(
    scope: { calendar: THIS_MONTH, timeZone: "Europe/Berlin" }
    groupBy: [BOT]
    compareTo: SAME_PERIOD_LAST_MONTH
  ) {
    groups {
      key { bot { id name } }
      measures { messages users }
      previous { messages users }
    }
  }
}`,
    },
    {
      title: 'How long are sessions, and how many messages do they have?',
      note: 'Per kind of chat (`platform`), with percentiles of the duration in milliseconds.',
      operation: `query SessionsPerPlatform {
  sessionMetrics(scope: { last: "P30D" }, groupBy: [PLATFORM]) {
    groups {
      key { platform }
      measures { sessions activeSessions avgMessagesPerSession durationMs { p50 p95 } }
    }
  }
}`,
    },
    {
      title: 'Which tools are used most?',
      note: 'By bot, with the share of all tool calls.',
      operation: `query ToolUsage {
  toolCallMetrics(scope: { last: "P30D" }, groupBy: [TOOL, BOT], first: 20, others: true) {
    groups {
      isOthers
      key { tool bot { id name } }
      measures { calls durationMs { avg } }
      share { calls }
    }
  }
}`,
    },
    {
      title: 'Which bots, pipelines, models and platforms are there?',
      note: 'Each with the time of its first and of its last record, and with counts.',
      operation: `query Catalogue {
  bots(first: 20) { nodes { id name firstSeen lastSeen messages llmCalls } truncated }
  pipelines(first: 20) { nodes { id name firstSeen lastSeen } }
  models(first: 20) { nodes { name firstSeen lastSeen llmCalls embeddingCalls } }
  platforms(first: 20) { nodes { name firstSeen lastSeen messages } }
}`,
    },
    {
      title: 'Which values can I filter LLM calls by?',
      note: 'The choices of a filter bar, with its list. `statuses` restricts every facet except that of the same name.',
      operation: `query LlmCallFilterBar {
  llmCalls(scope: { last: "P30D" }, filter: { statuses: [ERROR, TIMEOUT] }, first: 10) {
    totalCount
    nodes { timestamp modelName status errorMessage }
    facets {
      statuses { value count }
      modelNames { value count }
      botIds { value name count }
      pipelineIds { value name count }
      platforms { value count }
      userIds(first: 10) { value name count }
    }
  }
}`,
    },
  ],
}
