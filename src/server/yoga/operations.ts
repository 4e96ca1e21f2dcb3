import { type ExecutionArgs, type ExecutionResult, type GraphQLError, getOperationAST } from 'graphql'
import type { Plugin } from 'graphql-yoga'
import type { Limits } from '../../config/limits.ts'
import { requireScope } from '../../shared/caller.ts'
import { badInput, ExpectedError, quote } from '../../shared/errors.ts'
import { RejectedRequest } from '../http/errorResponse.ts'
import { exportPath } from '../http/paths.ts'
import { computeCost } from '../limits/cost.ts'
import { makeVariableReader, UnreadableVariablesError } from '../limits/lazyVariables.ts'
import { checkLimit, measure } from '../limits/shape.ts'
import { asGraphql, asGraphqlError } from './documents.ts'
import { makeSizeError } from './responseSize.ts'
import { recordOfContext } from './yogaContext.ts'

/** @throws RejectedRequest for a name that is not a string, which Yoga would accept. */
const checkOperationName = (name: unknown): void => {
  if (name != null && typeof name !== 'string')
    throw new RejectedRequest(400, `operationName: ${quote(name)} is not a string`)
}

/**
 * Rejects operations that are too expensive before anything is read, and aborts those that take too long or whose
 * client has disconnected. The cost of an accepted operation is in the response's `extensions.cost`.
 */
export const useOperationLimits = (limits: Limits): Plugin => ({
  onParams: ({ params }) => {
    asGraphql(() => checkOperationName(params.operationName))
  },
  onExecute: ({ args, setResultAndStopExecution }) => {
    const cost = check(args, limits)
    if (typeof cost !== 'number') {
      setResultAndStopExecution({ errors: [...cost] })
      return undefined
    }
    limitRows(args, limits)
    const stopTimer = endInTime(args, limits)
    return {
      onExecuteDone: ({ result, setResult }) => {
        stopTimer()
        if ('data' in result) setResult(withCost(result, cost))
      },
    }
  },
})

/** The cost of an operation that may be executed, otherwise the errors. Without a cost, nothing is executed. */
const check = (args: ExecutionArgs, limits: Limits): number | readonly GraphQLError[] => {
  try {
    const { schema, document, operationName, variableValues } = args
    const operation = getOperationAST(document, operationName)
    if (!operation) throw badInput('operationName: the document has no operation with this name')
    if (measure(operation, document).introspects) requireScope(recordOfContext(args.contextValue).caller, 'read')
    const readVariables = makeVariableReader(schema, operation, variableValues ?? {})
    const cost = computeCost(schema, document, operation, readVariables)
    checkLimit(
      'records and time buckets (cost)',
      cost,
      { max: limits.maxCost, setting: 'MAX_COST' },
      `Request smaller pages with first, or export whole tables at ${exportPath}.`,
    )
    return cost
  } catch (error) {
    if (error instanceof ExpectedError) return [asGraphqlError(error)]
    if (error instanceof UnreadableVariablesError) return error.errors
    throw error
  }
}

/** Aborts the operation when it has read too much from the database. */
const limitRows = (args: ExecutionArgs, { maxResponseBytes }: Limits): void =>
  recordOfContext(args.contextValue).limitBytes(maxResponseBytes, () => makeSizeError('read', maxResponseBytes))

/** Aborts the operation when it has run for too long. Returns a function that clears the timer. */
const endInTime = (args: ExecutionArgs, { operationTimeoutMs }: Limits): (() => void) => {
  const record = recordOfContext(args.contextValue)
  const timer = setTimeout(
    () =>
      record.abort(
        new ExpectedError(
          'QUERY_TOO_COMPLEX',
          `The operation took longer than ${operationTimeoutMs} ms (OPERATION_TIMEOUT_MS) and was stopped. Narrow its filter or request less data.`,
        ),
      ),
    operationTimeoutMs,
  ).unref()
  // The executor of Yoga accepts a signal, which the types of graphql-js do not declare.
  Object.assign(args, { signal: record.signal })
  return () => clearTimeout(timer)
}

const withCost = (result: ExecutionResult, cost: number): ExecutionResult => ({
  ...result,
  extensions: { ...result.extensions, cost },
})
