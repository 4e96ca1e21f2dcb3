import {
  type ArgumentNode,
  type DocumentNode,
  type FieldNode,
  type GraphQLField,
  type GraphQLNamedType,
  type GraphQLObjectType,
  type GraphQLSchema,
  getArgumentValues,
  getNamedType,
  getNullableType,
  isListType,
  isObjectType,
  Kind,
  type OperationDefinitionNode,
  type SelectionSetNode,
  visit,
} from 'graphql'
import type { ListSizes } from '../../graphql/costHints.ts'
import { defaultPageSize, maxPageSize } from '../../graphql/paging.ts'
import type { ReadVariables } from './lazyVariables.ts'
import { fragmentsOf } from './shape.ts'

type Field = GraphQLField<unknown, unknown>

/** Sizes of the lists below a field: one size for all of them, as in a connection, or sizes by name. */
type Sizes = number | Readonly<Record<string, number>>

/** Assumed number of rows of a list without a page size, e.g. the models of token statistics. */
const unpagedSize = 100
/**
 * The number of literal values in a document's arguments that cost as much as one record, since they are coerced for
 * each parent.
 */
const valuesPerRecord = 10

const pagingArguments: ReadonlySet<string> = new Set(['first', 'last'])

/** The variables in an argument, and the number of its literal values. Cached together with the document. */
interface ArgumentShape {
  readonly variables: ReadonlySet<string>
  readonly values: number
}

const shapes = new WeakMap<ArgumentNode, ArgumentShape>()

const shapeOf = (argument: ArgumentNode): ArgumentShape => {
  const found = shapes.get(argument)
  if (found) return found
  const variables = new Set<string>()
  let values = 0
  visit(argument.value, {
    enter: (node) => {
      values += 1
      if (node.kind === Kind.VARIABLE) variables.add(node.name.value)
    },
  })
  const shape = { variables, values }
  shapes.set(argument, shape)
  return shape
}

const isListSizes = (value: unknown): value is ListSizes => typeof value === 'function'

/** Cost of the literal values in the arguments of a field. */
const costOfArguments = ({ arguments: args = [] }: FieldNode): number =>
  args.length === 0 ? 0 : Math.floor(args.reduce((sum, arg) => sum + shapeOf(arg).values, 0) / valuesPerRecord)

/** Invalid arguments make the field fail with its own error. They are ignored in the cost. */
const readArguments = (
  field: Field,
  node: FieldNode,
  readVariables: ReadVariables,
  isRead: (name: string) => boolean,
): Readonly<Record<string, unknown>> => {
  const args = node.arguments?.filter(({ name }) => isRead(name.value)) ?? []
  const variables = readVariables(new Set(args.flatMap((arg) => [...shapeOf(arg).variables])))
  const own = { ...field, args: field.args.filter(({ name }) => isRead(name)) }
  try {
    return getArgumentValues(own, { ...node, arguments: args }, variables)
  } catch {
    return {}
  }
}

/** The sizes of lists that a field's arguments determine; undefined if they determine none. */
const sizesOf = (field: Field, node: FieldNode, readVariables: ReadVariables): Sizes | undefined => {
  const { listSizes } = field.extensions
  if (isListSizes(listSizes)) return listSizes(readArguments(field, node, readVariables, () => true))
  if (!field.args.some(({ name }) => name === 'first')) return undefined
  const { first, last } = readArguments(field, node, readVariables, (name) => pagingArguments.has(name))
  const size = first ?? last ?? defaultPageSize
  return typeof size === 'number' && Number.isFinite(size) ? Math.min(Math.max(size, 0), maxPageSize) : defaultPageSize
}

/**
 * Computes the cost of an operation: one for each object that it can return, including the rows of its lists, plus the
 * additional cost that fields declare (`graphql/costHints.ts`).
 * @throws UnreadableVariablesError if variables that the cost depends on cannot be coerced.
 */
export const computeCost = (
  schema: GraphQLSchema,
  document: DocumentNode,
  operation: OperationDefinitionNode,
  readVariables: ReadVariables,
): number => {
  const fragments = fragmentsOf(document)
  const known = new Map<string, number>()

  const ofSelections = (type: GraphQLNamedType | undefined, set: SelectionSetNode, sizes: Sizes): number => {
    let cost = 0
    for (const node of set.selections) {
      if (node.kind === Kind.FIELD) cost += isObjectType(type) ? ofField(type, node, sizes) : 0
      else if (node.kind === Kind.INLINE_FRAGMENT)
        cost += ofSelections(
          node.typeCondition ? schema.getType(node.typeCondition.name.value) : type,
          node.selectionSet,
          sizes,
        )
      else cost += ofFragment(node.name.value, sizes)
    }
    return cost
  }

  const ofFragment = (name: string, sizes: Sizes): number => {
    const key = `${name} ${JSON.stringify(sizes)}`
    const found = known.get(key)
    if (found !== undefined) return found
    const fragment = fragments.get(name)
    const type = fragment && schema.getType(fragment.typeCondition.name.value)
    const cost = fragment ? ofSelections(type, fragment.selectionSet, sizes) : 0
    known.set(key, cost)
    return cost
  }

  /** @param sizes the sizes that the parent's arguments determine. */
  const ofField = (parent: GraphQLObjectType, node: FieldNode, sizes: Sizes): number => {
    const field = parent.getFields()[node.name.value]
    if (!field) return 0
    const extra = Number(field.extensions['cost'] ?? 0) + costOfArguments(node)
    if (!node.selectionSet) return extra
    const type = getNamedType(field.type)
    const own = sizesOf(field, node, readVariables)
    if (!isListType(getNullableType(field.type))) return extra + 1 + ofSelections(type, node.selectionSet, own ?? 0)
    return extra + rowsOf(parent, field, own ?? sizes) * (1 + ofSelections(type, node.selectionSet, 0))
  }

  const root = schema.getRootType(operation.operation)
  return ofSelections(root ?? undefined, operation.selectionSet, 0)
}

const rowsOf = (parent: GraphQLObjectType, field: Field, sizes: Sizes): number => {
  if (typeof sizes !== 'number') return sizes[field.name] ?? unpagedSize
  return sizes > 0 || parent.name.endsWith('Connection') ? sizes : unpagedSize
}
