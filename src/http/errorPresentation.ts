import type { ExecutionResult } from 'graphql'
import type { Plugin } from 'graphql-yoga'
import type { Logger } from 'pino'
import { presentError } from '../graphql/errors.ts'
import { mergeItemErrors } from '../graphql/variableErrors.ts'
import { requestIdOf } from './requestId.ts'

/** Lets through the errors that callers are meant to see, and masks all others: the log has them. */
export const useErrorPresentation = (logger: Logger): Plugin => ({
  onResultProcess: ({ request, result, setResult }) => {
    const requestId = requestIdOf(request)
    const report = (error: unknown) => logger.error({ requestId, err: error }, 'unexpected error')
    const present = (one: ExecutionResult) =>
      one.errors
        ? { ...one, errors: mergeItemErrors(one.errors).map((error) => presentError(error, requestId, report)) }
        : one
    if (Symbol.asyncIterator in result) return
    setResult(Array.isArray(result) ? result.map(present) : present(result))
  },
})
