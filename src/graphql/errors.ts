import { GraphQLError } from 'graphql'
import { ExpectedError } from '../shared/errors.ts'

/** What an error was made from. Libraries may bring their own copy of GraphQL's classes, so the shape tells. */
const originalOf = (error: unknown): unknown =>
  error instanceof Error && 'originalError' in error ? error.originalError : undefined

const findExpected = (error: unknown): ExpectedError | undefined => {
  if (error === undefined || error instanceof ExpectedError) return error
  return findExpected(originalOf(error))
}

/** Whether the error is about the request itself, found before anything was resolved: its text, document or variables. */
const isAboutRequest = (error: GraphQLError): boolean => {
  const original = originalOf(error)
  return error.path === undefined && (original === undefined || (original as Error).name === 'GraphQLError')
}

/**
 * An error as the caller may see it: expected ones with their code, anything else masked under the request's id.
 * @param report is told of each error that is masked.
 */
export const presentError = (
  error: GraphQLError,
  requestId: string,
  report: (error: unknown) => void,
): GraphQLError => {
  const { nodes = null, source = null, positions = null, path = null } = error
  const place = { nodes, source, positions, path }
  const expected = findExpected(error)
  if (expected)
    return new GraphQLError(path ? expected.message : error.message, {
      ...place,
      extensions: { ...expected.details, code: expected.code },
    })
  if (isAboutRequest(error))
    return new GraphQLError(error.message, {
      ...place,
      extensions: { ...error.extensions, code: 'BAD_USER_INPUT' },
    })
  report(originalOf(error) ?? error)
  return new GraphQLError(`Something went wrong on the server. Its log tells more under the request id ${requestId}.`, {
    ...place,
    extensions: { code: 'INTERNAL_SERVER_ERROR', requestId },
  })
}
