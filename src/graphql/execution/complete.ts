import { type GraphQLResolveInfo, getArgumentValues } from 'graphql'
import { type Data, type Execution, failAt, isPromise, type Path, type Values } from './execution.ts'
import { awaitFields, failWithFields, type Pending } from './pending.ts'
import type { FieldPlan, SelectionPlan, TypePlan } from './plan.ts'

const isIterable = (value: unknown): value is Iterable<unknown> =>
  typeof value === 'object' && value !== null && Symbol.iterator in value

const isAsyncIterable = (value: unknown): value is AsyncIterable<unknown> =>
  typeof value === 'object' && value !== null && Symbol.asyncIterator in value

const makeInfo = (
  { schema, fragments, rootValue, operation, variables }: Execution,
  { field, nodes, parentType }: FieldPlan,
  path: Path,
): GraphQLResolveInfo => ({
  fieldName: field.name,
  fieldNodes: nodes,
  returnType: field.type,
  parentType,
  path,
  schema,
  fragments,
  rootValue,
  operation,
  variableValues: variables,
})

const readArguments = ({ variables }: Execution, { args, field, nodes }: FieldPlan): Values => {
  if (args) return args
  const [node] = nodes
  return node ? getArgumentValues(field, node, variables) : {}
}

/**
 * Executes the fields of a selection. If one of them is a promise, so is the result. Promises are chained as in
 * graphql-js, so that errors that occur at the same time have the same effect.
 */
export const executeFields = (
  execution: Execution,
  { fields, Data }: SelectionPlan,
  source: unknown,
  path: Path | undefined,
): Data | Promise<Data> => {
  execution.cancellation.throwIfAborted()
  const data = new Data()
  let pending: Pending | undefined
  try {
    for (const plan of fields) {
      const { key } = plan
      const value = executeField(execution, plan, source, path)
      data[key] = value
      if (!isPromise(value)) continue
      pending ??= { keys: [], promises: [] }
      pending.keys.push(key)
      pending.promises.push(value)
    }
  } catch (error) {
    if (!pending) throw error
    return failWithFields(pending, error)
  }
  return pending ? awaitFields(pending, data) : data
}

const isObjectLike = (value: unknown): value is Data =>
  (typeof value === 'object' && value !== null) || typeof value === 'function'

/** Executes a field. The result may be a promise. */
export const executeField = (
  execution: Execution,
  plan: FieldPlan,
  source: unknown,
  parentPath: Path | undefined,
): unknown => {
  const { constant, type } = plan
  if (constant !== undefined) return constant
  if (plan.isStored && isObjectLike(source)) {
    const value = source[plan.field.name]
    if (typeof value !== 'function' && !isPromise(value)) {
      // Most values of most responses are such fields, so their path is only created for an error.
      try {
        return completeValue(execution, plan, type, undefined, value)
      } catch (error) {
        return failAt(execution, plan, type, makePath(parentPath, plan), error)
      }
    }
  }
  const path = makePath(parentPath, plan)
  try {
    return completeOrFail(execution, plan, type, path, resolveField(execution, plan, source, path))
  } catch (error) {
    return failAt(execution, plan, type, path, error)
  }
}

/** Completes a value that may be a promise. The error of a promise is that of its field or item. */
const completeOrFail = (execution: Execution, plan: FieldPlan, type: TypePlan, path: Path, value: unknown): unknown => {
  const completed = isPromise(value)
    ? completeLater(execution, plan, type, path, value)
    : completeValue(execution, plan, type, path, value)
  return isPromise(completed) ? failLater(execution, plan, type, path, completed) : completed
}

const completeLater = (
  execution: Execution,
  plan: FieldPlan,
  type: TypePlan,
  path: Path,
  value: Promise<unknown>,
): Promise<unknown> => value.then((resolved) => completeValue(execution, plan, type, path, resolved))

const failLater = (
  execution: Execution,
  plan: FieldPlan,
  type: TypePlan,
  path: Path,
  completed: Promise<unknown>,
): Promise<unknown> => completed.then(undefined, (error) => failAt(execution, plan, type, path, error))

const makePath = (prev: Path | undefined, { key, parentType }: FieldPlan): Path => ({
  prev,
  key,
  typename: parentType.name,
})

const resolveField = (execution: Execution, plan: FieldPlan, source: unknown, path: Path): unknown => {
  const { resolve, name } = plan.field
  const args = readArguments(execution, plan)
  const { context } = execution
  if (resolve) return resolve(source, args, context, makeInfo(execution, plan, path))
  if (!isObjectLike(source)) return undefined
  const value = source[name]
  return typeof value === 'function' ? value.call(source, args, context, makeInfo(execution, plan, path)) : value
}

/** @param path the position of the value; undefined for a leaf, whose errors are located by the caller. */
const completeValue = (
  execution: Execution,
  plan: FieldPlan,
  type: TypePlan,
  path: Path | undefined,
  value: unknown,
): unknown => {
  if (value === null || value === undefined) {
    if (!type.isNonNull) return null
    throw new Error(`Cannot return null for non-nullable field ${plan.parentType.name}.${plan.field.name}.`)
  }
  if (value instanceof Error) throw value
  if (type.leaf) return completeLeaf(type.leaf, value)
  if (type.item) return completeList(execution, plan, type.item, path, value)
  return executeFields(execution, plan.selection(), value, path)
}

const completeLeaf = (leaf: NonNullable<TypePlan['leaf']>, value: unknown): unknown => {
  const serialized: unknown = leaf.serialize(value)
  if (serialized === null || serialized === undefined)
    throw new Error(`${leaf.name}.serialize returned ${String(serialized)}, which a value must not be`)
  return serialized
}

const completeList = (
  execution: Execution,
  plan: FieldPlan,
  item: TypePlan,
  path: Path | undefined,
  value: unknown,
): unknown => {
  if (isAsyncIterable(value)) return completeAsyncList(execution, plan, item, path, value[Symbol.asyncIterator]())
  if (!isIterable(value))
    throw new Error(`Expected Iterable, but did not find one for field "${plan.parentType.name}.${plan.field.name}".`)
  const completed: unknown[] = []
  let isPending = false
  try {
    for (const one of value) {
      const itemPath = { prev: path, key: completed.length, typename: undefined }
      const result = completeItem(execution, plan, item, itemPath, one)
      isPending ||= isPromise(result)
      completed.push(result)
    }
  } catch (error) {
    // The other items may fail as well: their errors have no effect, but have to be handled.
    Promise.all(completed).catch(() => undefined)
    throw error
  }
  return isPending ? Promise.all(completed) : completed
}

const completeItem = (execution: Execution, plan: FieldPlan, item: TypePlan, path: Path, value: unknown): unknown => {
  try {
    return completeOrFail(execution, plan, item, path, value)
  } catch (error) {
    return failAt(execution, plan, item, path, error)
  }
}

/** Ends a sequence that is not read to its end. Its result has no effect. */
const endSequence = (iterator: AsyncIterator<unknown>): void => {
  iterator.return?.().catch(() => undefined)
}

/**
 * Completes the items of a sequence as they arrive. The sequence is ended when the operation is aborted. An item may
 * fail while later ones are awaited, or after one of them has failed: its rejection always has a handler.
 */
const completeAsyncList = async (
  execution: Execution,
  plan: FieldPlan,
  item: TypePlan,
  path: Path | undefined,
  iterator: AsyncIterator<unknown>,
): Promise<unknown[]> => {
  execution.cancellation.onAbort(() => endSequence(iterator))
  const completed: unknown[] = []
  for (;;) {
    const itemPath = { prev: path, key: completed.length, typename: undefined }
    let next: IteratorResult<unknown>
    try {
      next = await iterator.next()
      if (next.done) break
    } catch (error) {
      completed.push(failAt(execution, plan, item, itemPath, error))
      break
    }
    try {
      const result = completeItem(execution, plan, item, itemPath, next.value)
      if (isPromise(result)) result.catch(() => undefined)
      completed.push(result)
    } catch (error) {
      endSequence(iterator)
      throw error
    }
  }
  return Promise.all(completed)
}
