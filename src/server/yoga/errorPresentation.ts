import type { ExecutionResult, GraphQLError } from 'graphql'
import type { Plugin } from 'graphql-yoga'
import type { Logger } from 'pino'
import { type Presented, presentError } from '../../graphql/errors.ts'
import { mergeItemErrors } from '../../graphql/variableErrors.ts'
import { RejectedRequest, type ResponseHead, responseHeadOf } from '../http/errorResponse.ts'
import { recordOf } from '../http/requestRecord.ts'

/** Presents expected errors to callers and masks all others, which are logged. */
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
      const presented = mergeItemErrors(one.errors, record.operation?.type === 'mutation').map((error) => ({
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

/** Codes that determine the status of a response even if fields were resolved. */
const loud = new Set(['UNAUTHENTICATED', 'FORBIDDEN', 'RATE_LIMITED', 'SERVICE_UNAVAILABLE'])

/** Whether the request is malformed, which Yoga reports by a code or a status. */
const isMalformed = ({ extensions }: GraphQLError, status: number | undefined): boolean =>
  extensions['code'] === 'BAD_REQUEST' || (status !== undefined && status !== 400)

/**
 * Adds the HTTP status to an error for Yoga. It applies only if there is no data, since a response with data is a
 * success. `spec` means that clients of the older `application/json` receive 200, as for any well-formed request whose
 * document or variables are rejected. docs/http.md has the complete table.
 */
const withStatus = (
  { given, error, code, retryAfter }: Presented & { given: GraphQLError },
  data: unknown,
): GraphQLError => {
  const isLoud = loud.has(code)
  if (data || (data === null && !isLoud)) return error
  const original = given.originalError
  const isRejected = original instanceof RejectedRequest
  const head = isRejected ? original : responseHeadOf(code, retryAfter)
  const known = given.extensions['http'] as Partial<ResponseHead> | undefined
  error.extensions['http'] = {
    spec: !isLoud && !isRejected && head.status === 400 && !isMalformed(given, known?.status),
    status: isRejected ? head.status : (known?.status ?? head.status),
    headers: { ...known?.headers, ...head.headers },
  }
  return error
}
