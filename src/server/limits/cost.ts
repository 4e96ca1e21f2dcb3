import {
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
} from 'graphql'
import { defaultPageSize, maxPageSize } from '../../graphql/paging.ts'
import { fragmentsOf } from './shape.ts'

/** Rows that a list without a page size is taken to have, as the models of the figures. */
const unpagedSize = 100

const pageSizeOf = (
  field: GraphQLField<unknown, unknown>,
  node: FieldNode,
  variables: Readonly<Record<string, unknown>>,
): number | undefined => {
  if (!field.args.some(({ name }) => name === 'first')) return undefined
  const { first, last } = readArguments(field, node, variables)
  const size = first ?? last ?? defaultPageSize
  return typeof size === 'number' && Number.isFinite(size) ? Math.min(Math.max(size, 0), maxPageSize) : defaultPageSize
}

/** Arguments that cannot be read make the field fail with its own error: for the cost, they are as absent. */
const readArguments = (
  field: GraphQLField<unknown, unknown>,
  node: FieldNode,
  variables: Readonly<Record<string, unknown>>,
): Readonly<Record<string, unknown>> => {
  const paging = new Set(['first', 'last'])
  const args = node.arguments?.filter(({ name }) => paging.has(name.value)) ?? []
  const own = { ...field, args: field.args.filter(({ name }) => paging.has(name)) }
  try {
    return getArgumentValues(own, { ...node, arguments: args }, variables)
  } catch {
    return {}
  }
}

/**
 * How many records an operation may reach: one for each object, and for a list the size of its page times what stands
 * in each row. Fields that are no objects cost nothing.
 * @param variables the operation's, defaults included.
 */
export const computeCost = (
  schema: GraphQLSchema,
  document: DocumentNode,
  operation: OperationDefinitionNode,
  variables: Readonly<Record<string, unknown>>,
): number => {
  const fragments = fragmentsOf(document)
  const known = new Map<string, number>()

  const ofSelections = (type: GraphQLNamedType | undefined, set: SelectionSetNode, page: number): number => {
    let cost = 0
    for (const node of set.selections) {
      if (node.kind === Kind.FIELD) cost += isObjectType(type) ? ofField(type, node, page) : 0
      else if (node.kind === Kind.INLINE_FRAGMENT)
        cost += ofSelections(
          node.typeCondition ? schema.getType(node.typeCondition.name.value) : type,
          node.selectionSet,
          page,
        )
      else cost += ofFragment(node.name.value, page)
    }
    return cost
  }

  const ofFragment = (name: string, page: number): number => {
    const key = `${name} ${page}`
    const found = known.get(key)
    if (found !== undefined) return found
    const fragment = fragments.get(name)
    const type = fragment && schema.getType(fragment.typeCondition.name.value)
    const cost = fragment ? ofSelections(type, fragment.selectionSet, page) : 0
    known.set(key, cost)
    return cost
  }

  /** @param page the size of the page that the parent is, whose rows are in lists of its own: its `nodes` and `edges`. */
  const ofField = (parent: GraphQLObjectType, node: FieldNode, page: number): number => {
    const field = parent.getFields()[node.name.value]
    if (!field || !node.selectionSet) return 0
    const type = getNamedType(field.type)
    const isList = isListType(getNullableType(field.type))
    const size = pageSizeOf(field, node, variables)
    if (!isList) return 1 + ofSelections(type, node.selectionSet, size ?? 0)
    const rows = size ?? (page > 0 || parent.name.endsWith('Connection') ? page : unpagedSize)
    return rows * (1 + ofSelections(type, node.selectionSet, 0))
  }

  const root = schema.getRootType(operation.operation)
  return ofSelections(root ?? undefined, operation.selectionSet, 0)
}
