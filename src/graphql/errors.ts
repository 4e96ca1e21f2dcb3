import { GraphQLError } from 'graphql'
import { presentFailure } from '../operations/presentFailure.ts'
import { ExpectedError } from '../shared/errors.ts'

/** What an error was made from. Libraries may bring their own copy of GraphQL's classes, so the shape tells. */
const originalOf = (error: unknown): unknown =>
  error instanceof Error && 'originalError' in error ? error.originalError : undefined

const findExpected = (error: unknown): ExpectedError | undefined => {
  if (error === undefined || error instanceof ExpectedError) return error
  return findExpected(originalOf(error))
}

/**
 * Whether the error is about the request itself: its text, document or variables, found before anything was resolved,
 * or an argument that a variable left null where none may be, found when its field was.
 */
const isAboutRequest = (error: GraphQLError): boolean => {
  const original = originalOf(error)
  if (original !== undefined && (original as Error).name !== 'GraphQLError') return false
  return error.path === undefined || error.message.startsWith('Argument "')
}

/** Whether the text of `variables` or `extensions` in an address is no JSON: of a body, Yoga tells so itself. */
const isUnreadable = (error: GraphQLError): boolean =>
  error.path === undefined && originalOf(error) instanceof SyntaxError

/** An error without the names that graphql-js suggests for a misspelt one, and those of types. */
const withoutSuggestions = (message: string): string => message.replace(/ Did you mean .*$/s, '')

/** Who an error is presented to, and where it is reported. */
export interface Presentation {
  readonly requestId: string
  /** Whether the caller may learn what the schema has. */
  readonly suggests: boolean
  /** Is told of each error that is masked. */
  readonly report: (error: unknown) => void
}

/** An error as the caller may see it, with its code, and the seconds to wait where that helps. */
export interface Presented {
  readonly error: GraphQLError
  readonly code: string
  readonly retryAfter: number | undefined
}

/** An error as the caller may see it: expected ones with their code, anything else masked under the request's id. */
export const presentError = (error: GraphQLError, { requestId, suggests, report }: Presentation): Presented => {
  const { nodes = null, source = null, positions = null, path = null } = error
  const present = (message: string, extensions: { readonly code: string }, retryAfter?: number): Presented => ({
    error: new GraphQLError(suggests ? message : withoutSuggestions(message), {
      nodes,
      source,
      positions,
      path,
      extensions: { ...extensions },
    }),
    code: extensions.code,
    retryAfter,
  })
  const expected = findExpected(error)
  if (expected) {
    const { code, message, details, retryAfter } = expected
    return present(path ? message : error.message, { ...details, code }, retryAfter)
  }
  if (isAboutRequest(error)) return present(error.message, { ...error.extensions, code: 'BAD_USER_INPUT' })
  if (isUnreadable(error))
    return present('variables and extensions are given as JSON objects', { code: 'BAD_USER_INPUT' })
  const { code, message, details, retryAfter } = presentFailure(originalOf(error) ?? error, requestId, report)
  return present(message, { ...details, code }, retryAfter)
}
