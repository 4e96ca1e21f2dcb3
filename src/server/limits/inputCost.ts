import {
  type GraphQLInputType,
  type GraphQLNamedInputType,
  getNamedType,
  getNullableType,
  isInputObjectType,
  isListType,
} from 'graphql'

/** Costs by value, since many fields can have the same variable. A value has one type. */
const costs = new WeakMap<object, number>()

/** The additional cost that fields of an input value declare, at any depth. */
export const costOfInput = (type: GraphQLInputType, value: unknown): number => {
  if (typeof value !== 'object' || value === null || !mayCost(type)) return 0
  const cost = costs.get(value) ?? computeCost(type, value)
  costs.set(value, cost)
  return cost
}

const computeCost = (type: GraphQLInputType, value: object): number => {
  const inner = getNullableType(type)
  if (isListType(inner))
    return Array.isArray(value) ? value.reduce<number>((sum, item) => sum + costOfInput(inner.ofType, item), 0) : 0
  if (!isInputObjectType(inner)) return 0
  const fields = inner.getFields()
  let cost = 0
  for (const [name, given] of Object.entries(value)) {
    const field = given == null ? undefined : fields[name]
    if (field) cost += Number(field.extensions['cost'] ?? 0) + costOfInput(field.type, given)
  }
  return cost
}

const known = new WeakMap<GraphQLNamedInputType, boolean>()

/** Whether a value of this type can have an additional cost. */
export const mayCost = (type: GraphQLInputType): boolean => {
  const named = getNamedType(type)
  const found = known.get(named) ?? findCost(named, new Set())
  known.set(named, found)
  return found
}

const findCost = (type: GraphQLNamedInputType, visited: Set<GraphQLNamedInputType>): boolean => {
  if (!isInputObjectType(type) || visited.has(type)) return false
  visited.add(type)
  return Object.values(type.getFields()).some(
    (field) => field.extensions['cost'] !== undefined || findCost(getNamedType(field.type), visited),
  )
}
