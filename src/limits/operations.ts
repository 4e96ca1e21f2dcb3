import {
  type ExecutionArgs,
  type ExecutionResult,
  GraphQLError,
  getOperationAST,
  getVariableValues,
  type OperationDefinitionNode,
} from 'graphql'
import type { Plugin } from 'graphql-yoga'
import { exportPath } from '../export/route.ts'
import { RefusedRequest } from '../http/errorAnswer.ts'
import { recordOf } from '../http/requestRecord.ts'
import { requireScope } from '../shared/caller.ts'
import { badInput, ExpectedError, quote } from '../shared/errors.ts'
import type { Limits } from '../shared/limits.ts'
import { computeCost } from './cost.ts'
import { asGraphqlError } from './documents.ts'
import { checkLimit, measure } from './shape.ts'

/** The cost of an operation with its variables; undefined where these cannot be read, which the executor reports. */
const costOf = (args: ExecutionArgs, operation: OperationDefinitionNode): number | undefined => {
  const { schema, document, variableValues } = args
  const { coerced } = getVariableValues(schema, operation.variableDefinitions ?? [], variableValues ?? {}, {
    maxErrors: 10,
  })
  return coerced && computeCost(schema, document, operation, coerced)
}

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
    const checked = check(args, limits)
    if (checked instanceof GraphQLError) {
      setResultAndStopExecution({ errors: [checked] })
      return undefined
    }
    const stopTimer = endInTime(args, limits)
    return {
      onExecuteDone: ({ result, setResult }) => {
        stopTimer()
        if (checked !== undefined && !(Symbol.asyncIterator in result)) setResult(withCost(result, checked))
      },
    }
  },
  onSubscribe: ({ args, setResultAndStopExecution }) => {
    const checked = check(args, limits)
    if (checked instanceof GraphQLError) setResultAndStopExecution({ errors: [checked] })
    else Object.assign(args, { signal: recordOf(requestOf(args)).signal })
  },
})

// Yoga puts the request into the context of every operation.
const requestOf = ({ contextValue }: ExecutionArgs): Request => (contextValue as { request: Request }).request

/** The cost of an operation that may run, undefined where its variables cannot be read; else the error. */
const check = (args: ExecutionArgs, limits: Limits): number | undefined | GraphQLError => {
  try {
    const operation = getOperationAST(args.document, args.operationName)
    if (!operation) throw badInput('operationName: the document has no operation of that name')
    if (measure(operation, args.document).introspects) requireScope(recordOf(requestOf(args)).caller, 'read')
    const cost = costOf(args, operation)
    checkLimit(
      'records to reach (cost)',
      cost ?? 0,
      limits.maxCost,
      `Ask for smaller pages with first; whole tables are at ${exportPath}.`,
    )
    return cost
  } catch (error) {
    if (error instanceof ExpectedError) return asGraphqlError(error)
    throw error
  }
}

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
