import {
  type DocumentNode,
  type ExecutionArgs,
  type ExecutionResult,
  type FragmentDefinitionNode,
  GraphQLError,
  type GraphQLSchema,
  getOperationAST,
  getVariableValues,
  Kind,
  OperationTypeNode,
} from 'graphql'
import { Cancellation } from '../../shared/cancellation.ts'
import { executeField, executeFields } from './complete.ts'
import { type Data, ErrorList, type Execution, isPromise } from './execution.ts'
import { makePlanner, type SelectionPlan } from './plan.ts'

/** Maximum number of errors about variables, as in graphql-js. */
const maxErrors = 50

/** Arguments of an execution. */
export interface AbortableArgs extends ExecutionArgs {
  /** Ends the execution when it aborts. */
  readonly signal?: Cancellation | undefined
}

const fragmentsOf = (document: DocumentNode): Record<string, FragmentDefinitionNode> => {
  const fragments: Record<string, FragmentDefinitionNode> = Object.create(null)
  for (const node of document.definitions) if (node.kind === Kind.FRAGMENT_DEFINITION) fragments[node.name.value] = node
  return fragments
}

/** Executes root fields one after the other. Promises are chained as in graphql-js. */
const executeSerially = (execution: Execution, { fields, Data }: SelectionPlan): Data | Promise<Data> => {
  let result: Data | Promise<Data> = new Data()
  for (const plan of fields) {
    const executeNext = (data: Data): Data | Promise<Data> => {
      execution.cancellation.throwIfAborted()
      const value = executeField(execution, plan, execution.rootValue, undefined)
      const store = (resolved: unknown): Data => {
        data[plan.key] = resolved
        return data
      }
      return isPromise(value) ? value.then(store) : store(value)
    }
    result = isPromise(result) ? result.then(executeNext) : executeNext(result)
  }
  return result
}

/** Rejects as soon as the operation is aborted, even if a resolver does not return. */
const untilAborted = <Result>({ cancellation }: Execution, result: Promise<Result>): Promise<Result> =>
  new Promise((resolve, reject) => {
    cancellation.onAbort(() => reject(cancellation.reason))
    result.then(resolve, reject)
  })

/** Executes an operation. @throws the reason of the signal if the operation is aborted. */
export type Execute = (args: AbortableArgs) => ExecutionResult | Promise<ExecutionResult>

/**
 * Creates the executor of a schema. It executes operations as graphql-js does, with the same results and errors, and
 * differs in three ways: what does not depend on the request is determined once per document; lists may be asynchronous
 * sequences; and an operation ends when its signal aborts. Values are interpreted, never compiled to code.
 * @throws Error for a schema with interfaces, unions or `isTypeOf`, which are not supported.
 */
export const makeExecute = (schema: GraphQLSchema): Execute => {
  const planOf = makePlanner(schema)

  return (args) => {
    const { document, operationName, rootValue, contextValue: context, variableValues, signal } = args
    const operation = getOperationAST(document, operationName)
    if (!operation) throw new Error('Must provide an operation.')
    const rootType = schema.getRootType(operation.operation)
    if (!rootType) throw new Error(`The schema has no ${operation.operation} operations`)
    const { coerced, errors } = getVariableValues(schema, operation.variableDefinitions ?? [], variableValues ?? {}, {
      maxErrors,
    })
    if (errors) return { errors }
    const fragments = fragmentsOf(document)
    const plan = planOf({ operation, fragments }, rootType, coerced)
    signal?.throwIfAborted()
    const cancellation = signal ?? new Cancellation()
    const execution: Execution = {
      schema,
      operation,
      fragments,
      rootValue,
      context,
      variables: coerced,
      errors: new ErrorList(),
      cancellation,
    }
    const respond = (data: Data | null): ExecutionResult => {
      const found = execution.errors.errors
      return found.length === 0 ? { data } : { errors: found, data }
    }
    const fail = (error: unknown): ExecutionResult => {
      cancellation.throwIfAborted()
      execution.errors.add(error instanceof GraphQLError ? error : new GraphQLError(String(error)), undefined)
      return respond(null)
    }
    try {
      const data =
        operation.operation === OperationTypeNode.MUTATION
          ? executeSerially(execution, plan)
          : executeFields(execution, plan, rootValue, undefined)
      return isPromise(data) ? untilAborted(execution, data.then(respond, fail)) : respond(data)
    } catch (error) {
      return fail(error)
    }
  }
}
