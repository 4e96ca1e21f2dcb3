import type { ExecutionResult, GraphQLError } from 'graphql'
import type { Plugin } from 'graphql-yoga'
import type { Logger } from 'pino'
import { type Presented, presentError } from '../graphql/errors.ts'
import { mergeItemErrors } from '../graphql/variableErrors.ts'
import { httpAnswerOf, RefusedRequest } from './errorAnswer.ts'
import { recordOf } from './requestRecord.ts'

/** Lets through the errors that callers are meant to see, and masks all others: the log has them. */
export const useErrorPresentation = (logger: Logger): Plugin => ({
  onResultProcess: ({ request, result, setResult }) => {
    const record = recordOf(request)
    const requestId = record.id
    const presentation = {
      requestId,
      suggests: record.caller.scopes.has('read'),
      report: (error: unknown) => logger.error({ requestId, err: error }, 'unexpected error'),
    }
    const present = (one: ExecutionResult): ExecutionResult => {
      if (!one.errors) return one
      const presented = mergeItemErrors(one.errors).map((error) => ({
        given: error,
        ...presentError(error, presentation),
      }))
      for (const { code } of presented) record.errorCodes.add(code)
      return { ...one, errors: presented.map((each) => withStatus(each, one.data)) }
    }
    if (Symbol.asyncIterator in result) return
    setResult(Array.isArray(result) ? result.map(present) : present(result))
  },
})

/** Codes that the answer's status tells even where fields were resolved. */
const loud = new Set(['UNAUTHENTICATED', 'FORBIDDEN', 'RATE_LIMITED', 'SERVICE_UNAVAILABLE'])

/**
 * An error with its status for Yoga: only where there are no data, since an answer with data is a success. `spec` means
 * that clients of the older `application/json` get 200 for it.
 */
const withStatus = (
  { given, error, code, retryAfter }: Presented & { given: GraphQLError },
  data: unknown,
): GraphQLError => {
  const isLoud = loud.has(code)
  if (data || (data === null && !isLoud)) return error
  const refused = given.originalError
  const answer = refused instanceof RefusedRequest ? refused : httpAnswerOf(code, retryAfter)
  const known = error.extensions['http'] as { status?: number; headers?: object; spec?: boolean } | undefined
  const http = {
    spec: !isLoud && (known ? known.spec === true : answer.status === 400),
    status: refused instanceof RefusedRequest ? answer.status : (known?.status ?? answer.status),
    // The rest of a body that is too large is not read: nothing can follow it on its connection.
    headers: { ...known?.headers, ...answer.headers, ...(known?.status === 413 ? { Connection: 'close' } : {}) },
  }
  error.extensions['http'] = http
  return error
}
