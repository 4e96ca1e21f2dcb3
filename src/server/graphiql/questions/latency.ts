import type { Topic } from './question.ts'

/** Questions about durations and waiting times. */
export const latency: Topic = {
  title: 'Latency',
  questions: [
    {
      title: 'What is the p95 latency per model and hour of the day in Shanghai?',
      note: '`hourOfDay` is 0 to 23 in the time zone of the query.',
      operation: `query LatencyPerModelAndHour {
  llmCallMetrics(
    scope: { last: "P7D" }
    groupBy: [MODEL, HOUR_OF_DAY]
    orderBy: { field: CALLS }
    timeZone: "Asia/Shanghai"
    first: 200
  ) {
    groups {
      key { model hourOfDay }
      measures { calls durationMs { p50 p95 } }
    }
  }
}`,
    },
    {
      title: 'How long do users wait for the first reply?',
      note: 'Turns without a reply are not part of the percentiles. Compare `turns` with `answeredTurns`.',
      operation: `query WaitingTime {
  turnMetrics(scope: { last: "P7D" }, bucket: DAY, compareTo: PREVIOUS_PERIOD) {
    totals { turns answeredTurns firstReplyMs { avg p50 p90 p99 } }
    previous { firstReplyMs { p50 p90 } }
    series { label measures { turns firstReplyMs { p50 p90 } } }
  }
}`,
    },
    {
      title: 'How are the durations of LLM calls distributed?',
      note: 'The bins have equal width, from the shortest to the longest call.',
      operation: `query DurationHistogram {
  llmCallMetrics(scope: { last: "P7D" }, filter: { statuses: [SUCCESS] }) {
    totals {
      calls
      durationMs {
        min
        max
        p50
        p99
        p999: quantile(p: 0.999)
        histogram(bins: 30) { from to count }
      }
    }
  }
}`,
    },
    {
      title: 'Which embedding models are slow for which knowledge base?',
      note: '`callType` separates the embedding of documents from retrieval.',
      operation: `query EmbeddingLatency {
  embeddingCallMetrics(
    scope: { last: "P30D" }
    groupBy: [KNOWLEDGE_BASE, MODEL, CALL_TYPE]
  ) {
    groups {
      key { knowledgeBaseId model callType }
      measures { calls inputs avgTokensPerCall durationMs { avg p50 p95 max } }
    }
  }
}`,
    },
    {
      title: 'How fast do models generate tokens?',
      note: 'Output tokens divided by the duration of the calls, over time.',
      operation: `query Throughput {
  llmCallMetrics(scope: { last: "P7D" }, groupBy: [MODEL], bucket: DAY, first: 5) {
    groups {
      key { model }
      measures { avgTokensPerSecond }
      series { label measures { avgTokensPerSecond } }
    }
  }
}`,
    },
    {
      title: 'In which turns did the user wait longest for a reply?',
      note: 'The result contains the calls of each turn, which show the cause.',
      operation: `query SlowestTurns {
  turns(
    scope: { last: "P7D" }
    orderBy: { field: FIRST_REPLY_MS, direction: DESC }
    first: 10
  ) {
    nodes {
      timestamp
      botName
      firstReplyMs
      question { messageText }
      llmCalls(first: 5) { modelName durationMs status }
      toolCalls(first: 5) { toolName durationMs status }
    }
  }
}`,
    },
    {
      title: 'Which sessions lasted longest?',
      note: '`durationSeconds` is the time from the first to the last message.',
      operation: `query LongestSessions {
  sessions(orderBy: { field: DURATION, direction: DESC }, first: 10) {
    nodes { id botName userName durationSeconds messageCount llmStats { totalCost totalCalls } }
  }
}`,
    },
  ],
}
