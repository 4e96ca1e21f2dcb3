import { graphql } from '../../api/graphql.ts'
import type { ResultOf } from '../../api/resultOf.ts'

/**
 * The records that have an id, with the latest turn of the user or the session that has it. `withSearch` adds sessions
 * whose id, user id or user name contains the text.
 */
export const findDocument = graphql(`
  query DashboardFind($id: ID!, $text: String!, $withSearch: Boolean!, $scope: MonitoringFilter) {
    session(id: $id) { id userName lastActivity }
    message(id: $id) { id messageText timestamp }
    llmCall(id: $id) { id modelName timestamp }
    user: turns(filter: { userIds: [$id] }, first: 1) {
      nodes { userName timestamp }
    }
    userInScope: turns(scope: $scope, filter: { userIds: [$id] }, first: 1) {
      nodes { id }
    }
    unstoredSession: turns(filter: { sessionIds: [$id] }, first: 1) {
      nodes { userName timestamp }
    }
    sessions(filter: { search: $text }, first: 5) @include(if: $withSearch) {
      nodes { id userName lastActivity }
    }
  }
`)

/** What was found. */
export type Found = ResultOf<typeof findDocument>
