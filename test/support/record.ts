import { graphql } from '../generated/gql.ts'
import type { RecordMessageInput } from '../generated/graphql.ts'

/** A message with all required fields. */
export const message = (given: Partial<RecordMessageInput> = {}): RecordMessageInput => ({
  botId: 'bot-1',
  botName: 'Bot One',
  pipelineId: 'pipe-1',
  pipelineName: 'Pipe One',
  messageContent: 'hello',
  ...given,
})

export const RecordMessages = graphql(`
  mutation RecordMessages($input: [RecordMessageInput!]!) {
    recordMessages(input: $input) {
      ids
      recorded
      duplicates
    }
  }
`)

export const RecordLlmCalls = graphql(`
  mutation RecordLlmCalls($input: [RecordLlmCallInput!]!) {
    recordLlmCalls(input: $input) {
      ids
      recorded
      duplicates
    }
  }
`)

export const RecordEmbeddingCalls = graphql(`
  mutation RecordEmbeddingCalls($input: [RecordEmbeddingCallInput!]!) {
    recordEmbeddingCalls(input: $input) {
      ids
      recorded
      duplicates
    }
  }
`)

export const RecordErrors = graphql(`
  mutation RecordErrors($input: [RecordErrorInput!]!) {
    recordErrors(input: $input) {
      ids
      recorded
      duplicates
    }
  }
`)

export const RecordFeedback = graphql(`
  mutation RecordFeedback($input: [RecordFeedbackInput!]!) {
    recordFeedback(input: $input) {
      ids
      recorded
      duplicates
    }
  }
`)

export const SessionById = graphql(`
  query SessionById($id: ID!) {
    session(id: $id) {
      id
      botId
      botName
      pipelineId
      pipelineName
      messageCount
      startTime
      lastActivity
      isActive
      platform
      userId
      userName
    }
  }
`)
