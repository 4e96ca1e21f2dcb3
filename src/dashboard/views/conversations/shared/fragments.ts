import { graphql } from '../../../api/graphql.ts'

/** A message as it is shown in a conversation. */
export const messageFragment = graphql(`
  fragment ShownMessage on Message {
    id
    timestamp
    status
    messageContent
  }
`)

/** What is shown of a turn wherever it is. */
export const turnFragment = graphql(`
  fragment TurnSummary on Turn {
    id
    timestamp
    botName
    userName
    replyCount
    firstReplyMs
    totalTokens
    totalCost
    llmStats { totalCalls callsWithoutCost }
    errorCount
  }
`)

/** What is shown of a session, in the list and on its page. */
export const sessionFragment = graphql(`
  fragment SessionSummary on Session {
    botName
    pipelineName
    platform
    userId
    userName
    isActive
    startTime
    lastActivity
  }
`)
