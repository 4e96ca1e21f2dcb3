import { graphql } from '../../../api/graphql.ts'
import type { ResultOf } from '../../../api/resultOf.ts'

/** A session with its metrics and a page of its turns, which exist even if the session is not stored. */
export const sessionDocument = graphql(`
  query DashboardSession(
    $id: ID!
    $filter: TurnFilter!
    $direction: OrderDirection!
    $first: Int
    $after: String
    $last: Int
    $before: String
  ) {
    session(id: $id) {
      botName
      pipelineName
      platform
      userId
      userName
      isActive
      startTime
      lastActivity
      durationSeconds
      messageStats { total }
    }
    figures: turnMetrics(filter: $filter) {
      totals { turns firstReplyMs { avg p95 } totalTokens totalCost errors likes dislikes }
    }
    turns(
      filter: $filter
      orderBy: { field: TIMESTAMP, direction: $direction }
      first: $first
      after: $after
      last: $last
      before: $before
    ) {
      pageInfo { hasNextPage hasPreviousPage startCursor endCursor }
      nodes {
        id
        timestamp
        botName
        userId
        userName
        replyCount
        firstReplyMs
        totalTokens
        totalCost
        errorCount
        likes
        dislikes
        question { id timestamp status messageContent }
        replies(first: 20) { id timestamp status messageContent }
        errors(first: 3) { id errorType errorMessage }
      }
    }
  }
`)

/** A session with its metrics and a page of its turns. */
export type SessionData = ResultOf<typeof sessionDocument>

/** A turn of the conversation. */
export type ConversationTurn = SessionData['turns']['nodes'][number]
