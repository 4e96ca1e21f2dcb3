import {
  type ExecutionArgs,
  type ExecutionResult,
  type GraphQLError,
  getOperationAST,
  type OperationDefinitionNode,
} from 'graphql'
import type { Plugin } from 'graphql-yoga'
import type { Limits } from '../../config/limits.ts'
import { requireScope } from '../../shared/caller.ts'
import { badInput, ExpectedError, quote } from '../../shared/errors.ts'
import type { RootField } from '../../shared/requestScope.ts'
import { RejectedRequest } from '../http/errorResponse.ts'
import { exportPath } from '../http/paths.ts'
import { type CostTrial, computeCost, type FieldReadings } from '../limits/cost.ts'
import { adviseCost, type PricedOperation } from '../limits/costAdvice.ts'
import { checkListVariables, makeVariableReader, UnreadableVariablesError } from '../limits/lazyVariables.ts'
import { checkLimit, fragmentsOf, measure } from '../limits/shape.ts'
import { adviseData, adviseRows, adviseSeparate } from '../limits/sizeAdvice.ts'
import { asGraphql, asGraphqlError } from './documents.ts'
import { makeSizeError } from './responseSize.ts'
import { readContext, recordOfContext } from './yogaContext.ts'

/** Maximum number of root fields that an error names. */
const maxNamedFields = 5

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
  // The cost of an event is that of the operation.
  onSubscribe: ({ args, setResultAndStopExecution }) => {
    const checked = check(args, limits)
    if ('errors' in checked) setResultAndStopExecution({ errors: [...checked.errors] })
  },
  onExecute: ({ args, setResultAndStopExecution }) => {
    const checked = check(args, limits)
    if ('errors' in checked) {
      setResultAndStopExecution({ errors: [...checked.errors] })
      return undefined
    }
    const { cost, operation } = checked
    limitSize(args, operation, limits)
    const stopTimer = endInTime(args, limits)
    return {
      onExecuteDone: ({ result, setResult }) => {
        stopTimer()
        if ('data' in result) setResult(withCost(result, cost))
      },
    }
  },
})

/** What the cost of operations without variables depends on, which is the same for each request. */
const knownReadings = new WeakMap<OperationDefinitionNode, FieldReadings>()

const readingsOf = (operation: OperationDefinitionNode): FieldReadings => {
  const readings: FieldReadings = knownReadings.get(operation) ?? new Map()
  if (!operation.variableDefinitions?.length) knownReadings.set(operation, readings)
  return readings
}

/** An operation that may be executed, with its cost, or the errors of one that may not. */
type Checked =
  | { readonly cost: number; readonly operation: PricedOperation }
  | { readonly errors: readonly GraphQLError[] }

const check = (args: ExecutionArgs, limits: Limits): Checked => {
  try {
    const { schema, document, operationName, variableValues } = args
    const operation = getOperationAST(document, operationName)
    if (!operation) throw badInput('operationName: the document has no operation with this name')
    if (measure(operation, document).introspects) requireScope(recordOfContext(args.contextValue).caller, 'read')
    checkListVariables(operation, variableValues ?? {})
    const readVariables = makeVariableReader(schema, operation, variableValues ?? {})
    const now = readContext(args.contextValue).now()
    const readings = readingsOf(operation)
    const compute = (trial?: CostTrial) => computeCost(schema, document, operation, readVariables, now, trial, readings)
    const cost = compute()
    const { maxCost } = limits
    const { selectionSet } = operation
    const priced = { selectionSet, fragments: fragmentsOf(document), exportPath, computeCost: compute }
    const advise = () => adviseCost({ ...priced, maxCost })
    checkLimit((amount) => `a cost of ${amount}`, cost, { max: maxCost, setting: 'MAX_COST' }, advise)
    return { cost, operation: priced }
  } catch (error) {
    if (error instanceof ExpectedError) return { errors: [asGraphqlError(error)] }
    if (error instanceof UnreadableVariablesError) return { errors: error.errors }
    throw error
  }
}

/** Aborts the operation when it has read too much from the database, and prepares advice for a large result. */
const limitSize = (args: ExecutionArgs, operation: PricedOperation, { maxResponseBytes }: Limits): void => {
  const record = recordOfContext(args.contextValue)
  record.limitBytes(maxResponseBytes, ({ rows, bytes, field }) => {
    const left = maxResponseBytes - (record.receivedBytes - bytes)
    // What other root fields are still to read is not known.
    const isShared = field && record.rootFields.some((other) => other !== field && other.pending > 0)
    const advice = isShared ? adviseSeparate(operation) : adviseRows(operation, field?.key, (left / bytes) * rows)
    return makeSizeError('read', maxResponseBytes, advice)
  })
  record.adviseSmaller = (data) => adviseData(operation, data, maxResponseBytes)
}

/** Aborts the operation when it has run for too long. Returns a function that clears the timer. */
const endInTime = (args: ExecutionArgs, { operationTimeoutMs }: Limits): (() => void) => {
  const record = recordOfContext(args.contextValue)
  const timer = setTimeout(
    () => record.abort(makeTimeoutError(operationTimeoutMs, record.rootFields)),
    operationTimeoutMs,
  ).unref()
  // The executor accepts a signal, which the types of graphql-js do not declare.
  Object.assign(args, { signal: record.signal })
  return () => clearTimeout(timer)
}

/** The error of an operation that took too long, with the root fields whose statements were running. */
const makeTimeoutError = (timeoutMs: number, rootFields: readonly RootField[]): ExpectedError => {
  const running = rootFields.flatMap(({ pending, describe }) => (pending > 0 ? [describe()] : []))
  const what = running.slice(0, maxNamedFields).map((reading) => reading.what)
  const more = running.length > maxNamedFields ? ` and ${running.length - maxNamedFields} more` : ''
  const advice = [...new Set(running.map(({ narrower }) => narrower))]
  return new ExpectedError(
    'QUERY_TOO_COMPLEX',
    `The operation took longer than ${timeoutMs} ms (OPERATION_TIMEOUT_MS) and was stopped${running.length > 0 ? ` while it ran ${what.join(', ')}${more}` : ''}. ${advice.join(' ') || 'Request less data.'}`,
  )
}

const withCost = (result: ExecutionResult, cost: number): ExecutionResult => ({
  ...result,
  extensions: { ...result.extensions, cost },
})
