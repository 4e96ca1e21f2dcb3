const record = 'id timestamp sessionId'
const call = 'id modelName totalTokens durationMs status cost'
const page = 'totalCount pageInfo { hasNextPage endCursor }'

/** The request of a large dashboard: the statistics, and six lists of 50 with all of their edges. */
export const dashboard = `query Dashboard {
  overview { totalMessages llmCalls embeddingCalls modelCalls successRate activeSessions totalErrors totalTokens totalCost }
  tokenStatistics {
    summary { totalCalls successCalls errorCalls totalInputTokens totalOutputTokens totalTokens totalCost avgTokensPerCall avgDurationMs }
    byModel { modelName calls errorCalls inputTokens outputTokens totalTokens cost avgTokensPerCall avgDurationMs }
    timeseries { bucketStart bucketEnd label inputTokens outputTokens totalTokens calls }
  }
  feedbackStats {
    totalFeedback totalLikes totalDislikes satisfactionRate
    byBot { botId botName total likes dislikes } byPipeline { pipelineId pipelineName total likes dislikes }
  }
  messages(first: 50) { ${page} nodes {
    ${record} messageText status level platform userName botName pipelineName
    llmCalls { ${call} } embeddingCalls { id modelName totalTokens durationMs status } errors { ${record} errorType errorMessage }
    feedback { ${record} type content } llmStats { totalCalls totalTokens averageDurationMs } session { id isActive }
  } }
  llmCalls(first: 50) { ${page} nodes { ${call} ${record} errorMessage message { id messageText } session { id } } }
  embeddingCalls(first: 50) { ${page} nodes { ${record} modelName totalTokens callType message { id messageText } session { id } } }
  sessions(first: 50) { ${page} nodes {
    id botName userName isActive startTime lastActivity durationSeconds
    messages { nodes { ${record} messageText status } } llmCalls { nodes { ${call} } }
    errors { nodes { ${record} errorType } } feedback { nodes { ${record} type } }
    messageStats { total success error pending } llmStats { totalCalls totalTokens }
  } }
  errors(first: 50) { ${page} nodes { ${record} errorType errorMessage message { id messageText } session { id } } }
  feedback(first: 50) { ${page} nodes { ${record} type content message { id messageText } session { id } } }
}`
