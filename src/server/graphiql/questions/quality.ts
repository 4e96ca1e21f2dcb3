import type { Topic } from './question.ts'

/** Questions about feedback and replies. */
export const quality: Topic = {
  title: 'Quality',
  questions: [
    {
      title: 'How satisfied are users, per model?',
      note: 'The model of a turn is that of its newest LLM call. `feedback` is the sample size.',
      operation: `query SatisfactionPerModel {
  turnMetrics(scope: { last: "P30D" }, groupBy: [MODEL]) {
    groups {
      key { model }
      measures { turns feedback likes dislikes satisfactionRate }
    }
  }
}`,
    },
    {
      title: 'How does satisfaction develop per bot?',
      note: 'The rate of a week without feedback is null. The first and the last week are partial, since the window cuts them.',
      operation: `query SatisfactionPerBot {
  feedbackMetrics(scope: { last: "P28D" }, groupBy: [BOT], bucket: WEEK) {
    groups {
      key { bot { id name } }
      measures { feedback satisfactionRate }
      series { label isPartial measures { feedback satisfactionRate } }
    }
  }
}`,
    },
    {
      title: 'Which replies were disliked, and why?',
      note: '`message` is the reply that was rated, and `turn` contains the question that it answers.',
      operation: `query DislikedReplies {
  feedback(scope: { last: "P30D" }, filter: { types: [DISLIKE] }, first: 10) {
    totalCount
    nodes {
      timestamp
      content
      inaccurateReasons
      message { messageText }
      turn {
        question { messageText }
        modelName
        totalCost
      }
    }
  }
}`,
    },
    {
      title: 'What is the service level of each pipeline today?',
      note: 'Several metrics of one window in one operation, which all use the same current time.',
      operation: `query PipelinesToday {
  messageMetrics(scope: { calendar: TODAY, timeZone: "UTC" }, groupBy: [PIPELINE]) {
    groups { key { pipeline { id name } } measures { messages successRate } }
  }
  turnMetrics(scope: { calendar: TODAY, timeZone: "UTC" }, groupBy: [PIPELINE]) {
    groups { key { pipeline { id name } } measures { turns answeredTurns firstReplyMs { p95 } } }
  }
}`,
    },
    {
      title: 'Which LLM calls were made in turns with both feedback and errors?',
      note: '`likes` and `dislikes` count the feedback on the messages of the turn.',
      operation: `query CallsOfRatedFailures {
  turns(scope: { last: "P30D" }, filter: { hasFeedback: true, hasErrors: true }, first: 10) {
    totalCount
    nodes {
      id
      dislikes
      likes
      llmCalls(first: 10) { modelName status durationMs totalTokens }
    }
  }
}`,
    },
  ],
}
