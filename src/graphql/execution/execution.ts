import { type GraphQLError, type GraphQLResolveInfo, locatedError, type OperationDefinitionNode } from 'graphql'
import type { Cancellation } from '../../shared/cancellation.ts'
import type { FieldPlan, Operation, TypePlan } from './plan.ts'

/** A position in the response, as in graphql-js. */
export type Path = NonNullable<GraphQLResolveInfo['path']>
/** Arguments or variables, by name. */
export type Values = Readonly<Record<string, unknown>>

/** The object of a response, or of a part of it. */
export type Data = Record<string, unknown>

/** An operation that is being executed. */
export interface Execution extends Operation {
  readonly operation: OperationDefinitionNode
  readonly schema: GraphQLResolveInfo['schema']
  readonly rootValue: unknown
  readonly context: unknown
  readonly variables: Record<string, unknown>
  readonly errors: ErrorList
  /** Ends the operation: nothing is resolved afterwards. */
  readonly cancellation: Cancellation
}

/** The errors of fields. An error below a field that has already become null is not added. */
export class ErrorList {
  readonly errors: GraphQLError[] = []
  readonly #nulled = new Set<Path | undefined>()

  /** Adds the error of a field that becomes null; without a path, of the whole response. */
  add(error: GraphQLError, path: Path | undefined): void {
    for (let position = path; position !== undefined; position = position.prev) if (this.#nulled.has(position)) return
    if (this.#nulled.has(undefined)) return
    this.#nulled.add(path)
    this.errors.push(error)
  }
}

/** Whether a value is a promise, as in graphql-js. */
export const isPromise = <Value>(value: Value | Promise<Value>): value is Promise<Value> =>
  typeof value === 'object' && value !== null && typeof (value as { then?: unknown }).then === 'function'

const pathToArray = (path: Path | undefined): (string | number)[] => {
  const keys: (string | number)[] = []
  for (let position = path; position; position = position.prev) keys.push(position.key)
  return keys.reverse()
}

/** Handles the error of a field or an item: it becomes null, or its parent does if it cannot be null. */
export const failAt = (
  execution: Execution,
  { nodes }: FieldPlan,
  { isNonNull }: TypePlan,
  path: Path,
  error: unknown,
): null => {
  const located = locatedError(error, nodes, pathToArray(path))
  if (isNonNull) throw located
  execution.errors.add(located, path)
  return null
}
