import { graphql } from '../generated/gql.ts'

/** Each list with all its columns, like the reference's endpoints with the same names. */
export const listDocuments = {
  messages: graphql(`
    query AllMessages($filter: MessageFilter, $first: Int, $offset: Int) {
      list: messages(filter: $filter, first: $first, offset: $offset) {
        totalCount
        nodes {
          id timestamp botId botName pipelineId pipelineName runnerName messageContent sessionId status level
          platform userId userName role variables
        }
      }
    }
  `),
  llmCalls: graphql(`
    query AllLlmCalls($filter: LlmCallFilter, $first: Int, $offset: Int) {
      list: llmCalls(filter: $filter, first: $first, offset: $offset) {
        totalCount
        nodes {
          id timestamp modelName inputTokens outputTokens totalTokens durationMs cost status botId botName pipelineId
          pipelineName sessionId messageId errorMessage
        }
      }
    }
  `),
  embeddingCalls: graphql(`
    query AllEmbeddingCalls($filter: EmbeddingCallFilter, $first: Int, $offset: Int) {
      list: embeddingCalls(filter: $filter, first: $first, offset: $offset) {
        totalCount
        nodes {
          id timestamp modelName promptTokens totalTokens durationMs inputCount status errorMessage knowledgeBaseId
          queryText sessionId messageId callType
        }
      }
    }
  `),
  sessions: graphql(`
    query AllSessions($filter: SessionFilter, $first: Int, $offset: Int) {
      list: sessions(filter: $filter, first: $first, offset: $offset) {
        totalCount
        nodes {
          id botId botName pipelineId pipelineName messageCount startTime lastActivity isActive platform userId userName
        }
      }
    }
  `),
  errors: graphql(`
    query AllErrors($filter: ErrorFilter, $first: Int, $offset: Int) {
      list: errors(filter: $filter, first: $first, offset: $offset) {
        totalCount
        nodes {
          id timestamp errorType errorMessage botId botName pipelineId pipelineName sessionId messageId stackTrace
        }
      }
    }
  `),
  feedback: graphql(`
    query AllFeedback($filter: FeedbackFilter, $first: Int, $offset: Int) {
      list: feedback(filter: $filter, first: $first, offset: $offset) {
        totalCount
        nodes {
          id timestamp feedbackId type content inaccurateReasons botId botName pipelineId pipelineName sessionId
          messageId streamId userId platform
        }
      }
    }
  `),
}
