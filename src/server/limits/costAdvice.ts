import { type FieldNode, type FragmentDefinitionNode, Kind, type SelectionSetNode } from 'graphql'
import { defaultPageSize } from '../../graphql/paging.ts'
import { truncate } from '../../shared/errors.ts'
import { type TimeBucket, timeBuckets } from '../../shared/timeBuckets.ts'
import type { CostTrial, FieldCost } from './cost.ts'

/** Maximum number of characters of a field's path in a message. */
const maxPathLength = 200

/** An operation whose cost is known. */
export interface PricedOperation {
  readonly selectionSet: SelectionSetNode
  readonly fragments: ReadonlyMap<string, FragmentDefinitionNode>
  /** Where whole tables are exported. */
  readonly exportPath: string
  /** Computes the cost of the operation with other arguments. */
  readonly computeCost: (trial: CostTrial) => number
}

/** An operation whose cost exceeds a limit. */
export interface CostlyOperation extends PricedOperation {
  readonly maxCost: number
}

/** A field on the path to the most expensive one. */
interface Step {
  readonly path: string
  readonly node: FieldNode
  readonly found: FieldCost
}

/**
 * Advises how to reduce the cost of an operation to the limit: by the largest page, or the shortest bucket, of its most
 * expensive field, otherwise by the number of operations that it can be divided into.
 */
export const adviseCost = (operation: CostlyOperation): string => {
  const found = findCosts(operation)
  const steps = listSteps(operation, found)
  const parts = () => countParts(operation, found)
  return (
    adviseField(operation, steps) ??
    (parts() === undefined ? undefined : `Send its root fields in ${parts()} operations.`) ??
    adviseFields(operation, steps) ??
    `Request less data${adviseExport(operation, steps)}.`
  )
}

/**
 * Advises which sizes of its most expensive fields reduce the cost of an operation to the limit; undefined if there are
 * none, or if its cost does not exceed the limit.
 */
export const adviseSizes = (operation: CostlyOperation): string | undefined => {
  if (fits(operation, undefined)) return undefined
  const steps = listSteps(operation, findCosts(operation))
  return adviseField(operation, steps) ?? adviseFields(operation, steps)
}

/** The costs of the fields of an operation. */
const findCosts = ({ computeCost }: PricedOperation): ReadonlyMap<FieldNode, FieldCost> => {
  const found = new Map<FieldNode, FieldCost>()
  computeCost({ note: (node, cost) => found.set(node, cost) })
  return found
}

/** Advises on the first field that suffices alone. */
const adviseField = (operation: CostlyOperation, steps: readonly Step[]): string | undefined => {
  for (const step of steps) {
    const ways = [adviseSize(operation, [step]), adviseBucket(operation, step)].filter((way) => way !== undefined)
    if (ways.length > 0)
      return `The most expensive field is ${step.path}: request it with ${ways.join(' or ')}${adviseExport(operation, [step])}.`
  }
  return undefined
}

/** Advises on all fields together. */
const adviseFields = (operation: CostlyOperation, steps: readonly Step[]): string | undefined => {
  const sized = steps.filter(({ found: { args } }) => 'first' in args)
  const size = adviseSize(operation, sized)
  if (size === undefined) return undefined
  const paths = sized.map(({ path }) => path).join(', ')
  return `The most expensive fields are ${paths}: request each with ${size}${adviseExport(operation, sized)}.`
}

const adviseExport = ({ exportPath }: PricedOperation, steps: readonly Step[]): string =>
  steps.some(({ found: { isExported } }) => isExported) ? `, or export whole tables at ${exportPath}` : ''

/** The fields of a selection, including those of its fragments. */
export const listFields = (
  set: SelectionSetNode | undefined,
  fragments: PricedOperation['fragments'],
): readonly FieldNode[] =>
  set?.selections.flatMap((node) => {
    if (node.kind === Kind.FIELD) return [node]
    const inner = node.kind === Kind.INLINE_FRAGMENT ? node : fragments.get(node.name.value)
    return listFields(inner?.selectionSet, fragments)
  }) ?? []

/** The path to the most expensive field: at each level, the most expensive one. */
const listSteps = (
  { selectionSet, fragments }: PricedOperation,
  found: ReadonlyMap<FieldNode, FieldCost>,
): readonly Step[] => {
  const steps: Step[] = []
  for (let set: SelectionSetNode | undefined = selectionSet; set; ) {
    const most = findMost(listFields(set, fragments), found)
    if (!most) break
    const key = (most.node.alias ?? most.node.name).value
    const above = steps.at(-1)
    steps.push({ ...most, path: truncate(above ? `${above.path}.${key}` : key, maxPathLength) })
    set = most.node.selectionSet
  }
  return steps
}

const findMost = (
  nodes: readonly FieldNode[],
  found: ReadonlyMap<FieldNode, FieldCost>,
): Omit<Step, 'path'> | undefined => {
  const costs = nodes.flatMap((node) => {
    const cost = found.get(node)
    return cost ? [{ node, found: cost }] : []
  })
  return costs.sort((a, b) => b.found.cost - a.found.cost)[0]
}

/** Whether the operation is accepted with other arguments. */
const fits = ({ computeCost, maxCost }: CostlyOperation, args: CostTrial['args']): boolean =>
  computeCost(args ? { args } : {}) <= maxCost

/** The argument that gives the size of a page. */
const sizeName = ({ args }: FieldCost): 'first' | 'last' =>
  args['first'] == null && args['last'] != null ? 'last' : 'first'

/** The largest page size of these fields with which the operation is accepted. */
const adviseSize = (operation: CostlyOperation, steps: readonly Step[]): string | undefined => {
  const [step] = steps
  if (!step || !('first' in step.found.args)) return undefined
  const sizeOf = (cost: FieldCost) => Number(cost.args[sizeName(cost)] ?? defaultPageSize)
  const passes = (size: number) =>
    fits(
      operation,
      new Map(
        steps.map(({ node, found }) => [node, { ...found.args, [sizeName(found)]: Math.min(size, sizeOf(found)) }]),
      ),
    )
  let least = 0
  for (let most = Math.max(...steps.map(({ found }) => sizeOf(found))); most - least > 1; ) {
    const middle = Math.floor((least + most) / 2)
    if (passes(middle)) least = middle
    else most = middle
  }
  return least > 0 ? `${sizeName(step.found)}: ${least}` : undefined
}

/** The shortest longer bucket with which the operation is accepted. */
const adviseBucket = (operation: CostlyOperation, { node, found: { args } }: Step): string | undefined => {
  const { bucket: given } = args
  if (given == null) return undefined
  // The only arguments of this name are of this type.
  const longer = timeBuckets.slice(timeBuckets.indexOf(given as TimeBucket) + 1)
  const unit = longer.find((bucket) => fits(operation, new Map([[node, { ...args, bucket }]])))
  return unit && `bucket: ${unit.toUpperCase()}`
}

/**
 * The number of operations that the root fields of an operation can be divided into, in their order; undefined if one
 * of them exceeds the limit on its own.
 */
const countParts = (
  { selectionSet, fragments, maxCost }: CostlyOperation,
  found: ReadonlyMap<FieldNode, FieldCost>,
): number | undefined => {
  let parts = 1
  let sum = 0
  for (const node of listFields(selectionSet, fragments)) {
    const { cost } = found.get(node) ?? { cost: 0 }
    if (cost > maxCost) return undefined
    if (sum + cost > maxCost) {
      parts += 1
      sum = 0
    }
    sum += cost
  }
  return parts
}
