import { type ExecutionArgs, type ExecutionResult, type GraphQLError, getOperationAST } from 'graphql'
import type { Plugin } from 'graphql-yoga'
import { exportPath } from '../export/route.ts'
import { RefusedRequest } from '../http/errorAnswer.ts'
import { recordOf } from '../http/requestRecord.ts'
import { makeSizeError } from '../http/responseSize.ts'
import { requireScope } from '../shared/caller.ts'
import { badInput, ExpectedError, quote } from '../shared/errors.ts'
import type { Limits } from '../shared/limits.ts'
import { computeCost } from './cost.ts'
import { asGraphqlError } from './documents.ts'
import { makeVariableReader, UnreadableVariablesError } from './lazyVariables.ts'
import { checkLimit, measure } from './shape.ts'

/** @throws RefusedRequest for a name that is no text, which Yoga lets through. */
const checkOperationName = (name: unknown): void => {
  if (name != null && typeof name !== 'string')
    throw new RefusedRequest(400, `operationName: ${quote(name)} is no text`)
}

/**
 * Refuses operations that reach too many records, before anything is read, and ends those that take too long or that
 * nobody waits for. The cost of an accepted one is in the answer's `extensions.cost`.
 */
export const useOperationLimits = (limits: Limits): Plugin => ({
  onParams: ({ params }) => {
    try {
      checkOperationName(params.operationName)
    } catch (error) {
      throw error instanceof ExpectedError ? asGraphqlError(error) : error
    }
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
  onSubscribe: ({ args, setResultAndStopExecution }) => {
    const cost = check(args, limits)
    if (typeof cost !== 'number') setResultAndStopExecution({ errors: [...cost] })
    else Object.assign(args, { signal: recordOf(requestOf(args)).signal })
  },
})

// Yoga puts the request into the context of every operation.
const requestOf = ({ contextValue }: ExecutionArgs): Request => (contextValue as { request: Request }).request

/** The cost of an operation that may run, else the errors: without a cost, nothing is executed. */
const check = (args: ExecutionArgs, limits: Limits): number | readonly GraphQLError[] => {
  try {
    const { schema, document, operationName, variableValues } = args
    const operation = getOperationAST(document, operationName)
    if (!operation) throw badInput('operationName: the document has no operation of that name')
    if (measure(operation, document).introspects) requireScope(recordOf(requestOf(args)).caller, 'read')
    const readVariables = makeVariableReader(schema, operation, variableValues ?? {})
    const cost = computeCost(schema, document, operation, readVariables)
    checkLimit(
      'records to reach (cost)',
      cost,
      limits.maxCost,
      `Ask for smaller pages with first; whole tables are at ${exportPath}.`,
    )
    return cost
  } catch (error) {
    if (error instanceof ExpectedError) return [asGraphqlError(error)]
    if (error instanceof UnreadableVariablesError) return error.errors
    throw error
  }
}

/** Ends the operation when it has read too much from the database. */
const limitRows = (args: ExecutionArgs, { maxResponseBytes }: Limits): void =>
  recordOf(requestOf(args)).limitBytes(maxResponseBytes, () => makeSizeError('read', maxResponseBytes))

/** Ends the operation when it has run for too long; gives what stops the clock. */
const endInTime = (args: ExecutionArgs, { operationTimeoutMs }: Limits): (() => void) => {
  const record = recordOf(requestOf(args))
  const timer = setTimeout(
    () =>
      record.abort(
        new ExpectedError(
          'QUERY_TOO_COMPLEX',
          `The operation took longer than ${operationTimeoutMs} ms (OPERATION_TIMEOUT_MS) and was ended. Narrow its filter or ask for less.`,
        ),
      ),
    operationTimeoutMs,
  ).unref()
  // The executor of Yoga takes a signal, which the types of graphql-js do not know.
  Object.assign(args, { signal: record.signal })
  return () => clearTimeout(timer)
}

const withCost = (result: ExecutionResult, cost: number): ExecutionResult => ({
  ...result,
  extensions: { ...result.extensions, cost },
})
