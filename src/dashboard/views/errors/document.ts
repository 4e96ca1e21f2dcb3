import type { UseQueryResult } from '@tanstack/react-query'
import type { ApiError } from '../../api/apiError.ts'
import { graphql } from '../../api/graphql.ts'
import type { ResultOf } from '../../api/resultOf.ts'
import { withFragments } from '../../api/withFragments.ts'
import { defineColumnList, defineColumns } from '../../parts/listColumns.ts'
import { pageFragment, windowFragment } from '../../parts/listFragments.ts'
import { scopeNamesFragment } from '../../parts/scopeNamesFragment.ts'

/** What the list of groups and the page of one of them show. */
const groupFragment = graphql(`
  fragment GroupRow on ErrorGroup {
    title
    errorType
    isNew
    count
    affectedUsers
    affectedSessions
    firstSeen
    lastSeen
  }
`)

/** What the details show. */
const errorDetailsFragment = graphql(`
  fragment ErrorDetails on ErrorLog {
    id
    timestamp
    errorType
    errorMessage
    botName
    pipelineName
    userName
    platform
    stackTrace
    fingerprint
    userId
    sessionId
    messageId
    message { messageText }
  }
`)

/** The errors over time, and what those of one group have in common. */
export const errorsOverTimeDocument = withFragments(
  graphql(`
    query DashboardErrorsOverTime(
      $scope: MonitoringFilter
      $filter: ErrorFilter
      $bucket: TimeBucket!
      $timeZone: TimeZone!
      $compareTo: Comparison
      $withGroup: Boolean!
      $withNames: Boolean = false
      $bot: ID! = ""
      $pipeline: ID! = ""
    ) {
      errorMetrics(scope: $scope, filter: $filter, bucket: $bucket, timeZone: $timeZone, compareTo: $compareTo) {
        totals { errors affectedUsers affectedSessions }
        previous { errors }
        series {
          bucketStart
          bucketEnd
          isPartial
          measures { errors }
          previous { errors }
        }
      }
      errorGroups(scope: $scope, filter: $filter, first: 1) @include(if: $withGroup) {
        window { asOf }
        groups {
          ...GroupRow
          introducedAt
        }
      }
      ...ScopeNames @include(if: $withNames)
    }
  `),
  groupFragment,
  scopeNamesFragment,
)

/** The data of the errors over time. */
export type ErrorsOverTimeData = ResultOf<typeof errorsOverTimeDocument>

/** The state of that operation. */
export type ErrorsOverTimeQuery = UseQueryResult<ErrorsOverTimeData, ApiError>

/** The values of one filter with the number of errors, under the other filters. */
export const facetsDocument = graphql(`
  query DashboardErrorFacets(
    $scope: MonitoringFilter
    $filter: ErrorFilter
    $search: String
    $first: Int!
    $errorTypes: Boolean = false
  ) {
    list: errors(scope: $scope, filter: $filter, first: 0) {
      facets {
        errorTypes(first: $first, search: $search) @include(if: $errorTypes) { value count }
      }
    }
  }
`)

/** The groups of errors with their development. */
export const errorGroupsDocument = withFragments(
  graphql(`
    query DashboardErrorGroups(
      $scope: MonitoringFilter
      $filter: ErrorFilter
      $orderBy: ErrorGroupOrder
      $first: Int!
      $bucket: TimeBucket!
      $timeZone: TimeZone!
    ) {
      errorGroups(
        scope: $scope
        filter: $filter
        orderBy: $orderBy
        first: $first
        bucket: $bucket
        timeZone: $timeZone
      ) {
        window { asOf }
        groupCount
        truncated
        groups {
          fingerprint
          ...GroupRow
          series { count isPartial }
        }
      }
    }
  `),
  groupFragment,
)

/** The data of the groups. */
export type ErrorGroupsData = ResultOf<typeof errorGroupsDocument>['errorGroups']

/** The columns that can be hidden, each with what its cells read. */
export const errorColumns = defineColumns({
  type: graphql(`fragment ErrorType on ErrorLog { errorType }`),
  message: graphql(`fragment ErrorMessage on ErrorLog { errorMessage }`),
  bot: graphql(`fragment ErrorBot on ErrorLog { botName }`),
  pipeline: graphql(`fragment ErrorPipeline on ErrorLog { pipelineName }`),
  user: graphql(`fragment ErrorUser on ErrorLog { userName }`),
  platform: graphql(`fragment ErrorPlatform on ErrorLog { platform }`),
})

/** A page of the list, with the window that an export of it uses, and with the record that is open from the start. */
const errorsDocument = withFragments(
  graphql(`
    query DashboardErrors(
      $scope: MonitoringFilter
      $filter: ErrorFilter
      $orderBy: ErrorOrder
      $first: Int
      $after: String
      $last: Int
      $before: String
      $withRecord: Boolean = false
      $open: ID! = ""
    ) {
      list: errors(
        scope: $scope
        filter: $filter
        orderBy: $orderBy
        first: $first
        after: $after
        last: $last
        before: $before
      ) {
        totalCount
        window { ...ListWindow }
        pageInfo { ...Page }
        nodes {
          id
          timestamp
          ...ErrorType
          ...ErrorMessage
          ...ErrorBot
          ...ErrorPipeline
          ...ErrorUser
          ...ErrorPlatform
        }
      }
      record: errorLog(id: $open) @include(if: $withRecord) { ...ErrorDetails }
    }
  `),
  windowFragment,
  pageFragment,
  errorDetailsFragment,
)

/** The list, with the columns that are shown unless others are chosen. */
export const errorList = defineColumnList(errorsDocument, errorColumns, ['type', 'message', 'bot', 'user'])

/** An error of the list. */
export type ListedError = ResultOf<typeof errorsDocument>['list']['nodes'][number]

/** Everything about one error. */
export const errorDocument = withFragments(
  graphql(`
    query DashboardError($id: ID!) {
      record: errorLog(id: $id) { ...ErrorDetails }
    }
  `),
  errorDetailsFragment,
)
