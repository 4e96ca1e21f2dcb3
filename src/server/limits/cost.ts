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
import type { ListSizes, SizeLists } from '../../graphql/costHints.ts'
import { defaultPageSize, maxPageSize } from '../../graphql/paging.ts'
import { ExpectedError } from '../../shared/errors.ts'
import { costOfInput, mayCost } from './inputCost.ts'
import type { ReadVariables } from './lazyVariables.ts'
import { fragmentsOf } from './shape.ts'

type Field = GraphQLField<unknown, unknown>
type Arguments = Readonly<Record<string, unknown>>

/**
 * Sizes of the lists below a field: one size for all of them, as in a connection, sizes by name, or none that is known.
 */
type Sizes = number | ListSizes | undefined

/** Assumed number of rows of a list without a page size, e.g. the models of token statistics. */
const unpagedSize = 100
/**
 * The number of syntax nodes in the values of a document's arguments that cost as much as one record, since they are
 * coerced for each parent.
 */
const nodesPerRecord = 10

const pagingArguments: ReadonlySet<string> = new Set(['first', 'last'])

/** The variables in an argument, and the number of syntax nodes of its value. Cached together with the document. */
interface ArgumentShape {
  readonly variables: ReadonlySet<string>
  readonly nodes: number
}

const shapes = new WeakMap<ArgumentNode, ArgumentShape>()

const shapeOf = (argument: ArgumentNode): ArgumentShape => {
  const found = shapes.get(argument)
  if (found) return found
  const variables = new Set<string>()
  let nodes = 0
  visit(argument.value, {
    enter: (node) => {
      nodes += 1
      if (node.kind === Kind.VARIABLE) variables.add(node.name.value)
    },
  })
  const shape = { variables, nodes }
  shapes.set(argument, shape)
  return shape
}

const isSizeLists = (value: unknown): value is SizeLists => typeof value === 'function'

/** Cost of the values written into the arguments of a field. */
const costOfArguments = ({ arguments: args = [] }: FieldNode): number =>
  args.length === 0 ? 0 : Math.floor(args.reduce((sum, arg) => sum + shapeOf(arg).nodes, 0) / nodesPerRecord)

/** Invalid arguments make the field fail with its own error. They are ignored in the cost. */
const readArguments = (
  field: Field,
  node: FieldNode,
  readVariables: ReadVariables,
  isRead: (name: string) => boolean,
): Arguments => {
  const args = node.arguments?.filter(({ name }) => isRead(name.value)) ?? []
  const variables = readVariables(new Set(args.flatMap((arg) => [...shapeOf(arg).variables])))
  const own = { ...field, args: field.args.filter(({ name }) => isRead(name)) }
  try {
    return getArgumentValues(own, { ...node, arguments: args }, variables)
  } catch {
    return {}
  }
}

/** Cost of the values of a field's arguments, e.g. of queries of related records in a filter. */
const costOfValues = (field: Field, node: FieldNode, readVariables: ReadVariables): number => {
  const costly = field.args.filter(
    ({ name, type }) => mayCost(type) && node.arguments?.some((arg) => arg.name.value === name),
  )
  if (costly.length === 0) return 0
  const values = readArguments(field, node, readVariables, (name) => costly.some((arg) => arg.name === name))
  return costly.reduce((sum, { name, type }) => sum + costOfInput(type, values[name]), 0)
}

const computeSizes = (listSizes: SizeLists, args: Parameters<SizeLists>[0], now: Date): ListSizes => {
  try {
    return listSizes(args, now)
  } catch (error) {
    if (error instanceof ExpectedError) return {}
    throw error
  }
}

/** The cost of a field, with the rows of its lists, for one parent. */
export interface FieldCost {
  readonly cost: number
  /** The arguments that determine the sizes of its lists. */
  readonly args: Arguments
  /** Whether it is a list of records that can be exported. */
  readonly isExported: boolean
}

/** How the cost of an operation is computed for advice. */
export interface CostTrial {
  /** Arguments of fields that are replaced. */
  readonly args?: ReadonlyMap<FieldNode, Arguments>
  /** Whether only objects are counted, without the additional cost of fields and arguments. */
  readonly countsObjects?: boolean
  /** Called with each field and its cost. */
  readonly note?: (node: FieldNode, cost: FieldCost) => void
}

/**
 * What the cost of an operation depends on, by field: read once, since the values of a filter can be large and several
 * fields may use them.
 */
export type FieldReadings = Map<FieldNode, { readonly extra: number; readonly args: Arguments }>

/** Whether a field is a list of records, which has pages. */
const hasPages = ({ extensions, args }: Field): boolean =>
  !isSizeLists(extensions['listSizes']) && args.some(({ name }) => name === 'first')

/** The arguments of a field that determine the sizes of lists. */
const sizeArguments = (field: Field, node: FieldNode, readVariables: ReadVariables): Arguments => {
  if (isSizeLists(field.extensions['listSizes'])) return readArguments(field, node, readVariables, () => true)
  if (!hasPages(field)) return {}
  const { first, last } = readArguments(field, node, readVariables, (name) => pagingArguments.has(name))
  return { first, last }
}

/** The sizes of lists that a field's arguments determine; undefined if they determine none. */
const sizesOf = (field: Field, args: Arguments, now: Date): Sizes => {
  const { listSizes } = field.extensions
  if (isSizeLists(listSizes)) return computeSizes(listSizes, args, now)
  if (!hasPages(field)) return undefined
  const { first, last } = args
  const size = first ?? last ?? defaultPageSize
  return typeof size === 'number' && Number.isFinite(size) ? Math.min(Math.max(size, 0), maxPageSize) : defaultPageSize
}

/**
 * Computes the cost of an operation: one for each object that it can return, including the rows of its lists, plus the
 * additional cost that fields declare (`graphql/costHints.ts`).
 * @param now the time of the operation, which relative time windows end at.
 * @param trial changes arguments, and receives the cost of each field.
 * @param readings what was read of the fields in other trials of the operation.
 * @throws UnreadableVariablesError if variables that the cost depends on cannot be coerced.
 */
export const computeCost = (
  schema: GraphQLSchema,
  document: DocumentNode,
  operation: OperationDefinitionNode,
  readVariables: ReadVariables,
  now: Date,
  trial: CostTrial = {},
  readings: FieldReadings = new Map(),
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

  const readField = (field: Field, node: FieldNode) => {
    const extra =
      Number(field.extensions['cost'] ?? 0) + costOfArguments(node) + costOfValues(field, node, readVariables)
    const reading = { extra, args: node.selectionSet ? sizeArguments(field, node, readVariables) : {} }
    readings.set(node, reading)
    return reading
  }

  /** @param sizes the sizes that the parent's arguments determine. */
  const ofField = (parent: GraphQLObjectType, node: FieldNode, sizes: Sizes): number => {
    const field = parent.getFields()[node.name.value]
    if (!field) return 0
    const reading = readings.get(node) ?? readField(field, node)
    const extra = trial.countsObjects ? 0 : reading.extra
    const { selectionSet } = node
    if (!selectionSet) return extra
    const type = getNamedType(field.type)
    const args = trial.args?.get(node) ?? reading.args
    const own = sizesOf(field, args, now)
    const ofRows = (): number => {
      if (!isListType(getNullableType(field.type))) return 1 + ofSelections(type, selectionSet, own)
      const { size, lists } = rowsOf(field, own ?? sizes)
      return size * (1 + ofSelections(type, selectionSet, lists))
    }
    const cost = extra + ofRows()
    trial.note?.(node, { cost, args, isExported: field.extensions['isExported'] === true })
    return cost
  }

  const root = schema.getRootType(operation.operation)
  return ofSelections(root ?? undefined, operation.selectionSet, undefined)
}

/** The size of a list, and those of the lists below each of its rows. */
const rowsOf = (field: Field, sizes: Sizes): { readonly size: number; readonly lists?: ListSizes } => {
  const known = (typeof sizes === 'object' ? sizes[field.name] : sizes) ?? unpagedSize
  return typeof known === 'number' ? { size: known } : known
}
