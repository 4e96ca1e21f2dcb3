import { graphql } from '../api/graphql.ts'

/** The window of a list, which an export of it uses. */
export const windowFragment = graphql(`
  fragment ListWindow on ResolvedWindow {
    startTime
    endTime
  }
`)

/** The position of a page, and the cursors of the adjacent ones. */
export const pageFragment = graphql(`
  fragment Page on PageInfo {
    hasNextPage
    hasPreviousPage
    startCursor
    endCursor
  }
`)
