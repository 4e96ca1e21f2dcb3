import { GraphQLError } from 'graphql'
import { ExpectedError } from '../shared/errors.ts'
import type { RootField } from '../shared/requestScope.ts'
import { presentFailure } from './presentFailure.ts'

/**
 * The original error of a GraphQL error. Detected by shape, since libraries may bring their own copy of GraphQL's
 * classes.
 */
const originalOf = (error: unknown): unknown =>
  error instanceof Error && 'originalError' in error ? error.originalError : undefined

const findExpected = (error: unknown): ExpectedError | undefined => {
  if (error === undefined || error instanceof ExpectedError) return error
  return findExpected(originalOf(error))
}

/**
 * Whether the error is about the request itself: its document or variables, detected before execution,
 * or a non-null argument that received null from a variable, detected when its field was resolved.
 */
const isAboutRequest = (error: GraphQLError): boolean => {
  const original = originalOf(error)
  if (original !== undefined && (original as Error).name !== 'GraphQLError') return false
  return error.path === undefined || error.message.startsWith('Argument "')
}

/** Removes graphql-js's "Did you mean" suggestions, which reveal names of the schema. */
const withoutSuggestions = (message: string): string => message.replace(/ Did you mean .*$/s, '')

/** How errors are presented to a caller and reported to the log. */
export interface Presentation {
  readonly requestId: string
  /** Whether messages may reveal names of the schema. */
  readonly suggests: boolean
  /** Called with each error that is masked. */
  readonly report: (error: unknown) => void
  /** The root fields of the operation. */
  readonly rootFields: readonly RootField[]
}

/** An error as presented to the caller, with its code and, if a retry makes sense, the seconds to wait. */
export interface Presented {
  readonly error: GraphQLError
  readonly code: string
  readonly retryAfter: number | undefined
}

/** Presents an error to the caller: an expected error with its code, any other error masked with the request id. */
export const presentError = (
  error: GraphQLError,
  { requestId, suggests, report, rootFields }: Presentation,
): Presented => {
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
  const field = rootFields.find(({ key }) => key === path?.[0])
  const { code, message, details, retryAfter } = presentFailure(originalOf(error) ?? error, requestId, report, field)
  return present(message, { ...details, code }, retryAfter)
}
