import { graphql } from '../../../api/graphql.ts'
import type { ResultOf } from '../../../api/resultOf.ts'
import { withFragments } from '../../../api/withFragments.ts'
import { pageFragment } from '../../../parts/listFragments.ts'
import { messageFragment, sessionFragment, turnFragment } from '../shared/fragments.ts'

/** A session with its metrics and a page of its turns, which exist even if the session is not stored. */
export const sessionDocument = withFragments(
  graphql(`
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
        ...SessionSummary
        durationSeconds
        messageStats { total }
        llmStats { totalCalls callsWithoutCost }
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
        pageInfo { ...Page }
        nodes {
          ...TurnSummary
          userId
          likes
          dislikes
          question { ...ShownMessage }
          replies(first: 20) { ...ShownMessage }
          errors(first: 3) { id errorType errorMessage }
        }
      }
    }
  `),
  sessionFragment,
  turnFragment,
  messageFragment,
  pageFragment,
)

/** A session with its metrics and a page of its turns. */
export type SessionData = ResultOf<typeof sessionDocument>

/** A turn of the conversation. */
export type ConversationTurn = SessionData['turns']['nodes'][number]
