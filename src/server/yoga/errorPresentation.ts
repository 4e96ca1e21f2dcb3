import type { ExecutionResult, GraphQLError } from 'graphql'
import type { Plugin } from 'graphql-yoga'
import type { Logger } from 'pino'
import { type Presented, presentError } from '../../graphql/errors.ts'
import { mergeItemErrors } from '../../graphql/variableErrors.ts'
import type { RootField } from '../../shared/requestScope.ts'
import { RejectedRequest, type ResponseHead, responseHeadOf } from '../http/errorResponse.ts'
import { type RequestRecord, recordOf } from '../http/requestRecord.ts'

/** Presents the errors of a result of a request. */
export type Present = (
  record: RequestRecord,
  result: ExecutionResult,
  rootFields: readonly RootField[],
) => ExecutionResult

type PresentOne = (presented: Presented & { readonly given: GraphQLError }, data: unknown) => GraphQLError

const makePresentWith =
  (logger: Logger, finish: PresentOne): Present =>
  (record, result, rootFields) => {
    if (!result.errors) return result
    const requestId = record.id
    const presentation = {
      requestId,
      suggests: record.caller.scopes.has('read'),
      rootFields,
      report: (error: unknown) => logger.error({ requestId, err: error }, 'unexpected error'),
    }
    const presented = mergeItemErrors(result.errors, record.operation?.type === 'mutation').map((error) => ({
      given: error,
      ...presentError(error, presentation),
    }))
    for (const { code } of presented) record.errorCodes.add(code)
    return { ...result, errors: presented.map((each) => finish(each, result.data)) }
  }

/** Creates the presentation of errors in events, which have no HTTP status. */
export const makePresent = (logger: Logger): Present => makePresentWith(logger, ({ error }) => error)

/** Presents expected errors to callers and masks all others, which are logged. */
export const useErrorPresentation = (logger: Logger): Plugin => {
  const present = makePresentWith(logger, withStatus)
  return {
    onResultProcess: ({ request, result, setResult }) => {
      // The events of a subscription are presented when they are executed.
      if (Symbol.asyncIterator in result) return
      const record = recordOf(request)
      const presentOne = (one: ExecutionResult) => present(record, one, record.rootFields)
      setResult(Array.isArray(result) ? result.map(presentOne) : presentOne(result))
    },
  }
}

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
const withStatus: PresentOne = ({ given, error, code, retryAfter }, data) => {
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
