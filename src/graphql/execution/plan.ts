import {
  type FieldNode,
  type FragmentDefinitionNode,
  type GraphQLField,
  type GraphQLLeafType,
  GraphQLNonNull,
  type GraphQLObjectType,
  type GraphQLOutputType,
  type GraphQLSchema,
  getArgumentValues,
  isAbstractType,
  isLeafType,
  isListType,
  isNonNullType,
  isObjectType,
  Kind,
  type OperationDefinitionNode,
  SchemaMetaFieldDef,
  TypeMetaFieldDef,
  TypeNameMetaFieldDef,
  visit,
} from 'graphql'
import { collectFields, collectSubfields } from 'graphql/execution/collectFields.js'

type Fragments = Record<string, FragmentDefinitionNode>
type Values = Readonly<Record<string, unknown>>

/** The type of a field, or of the items of a list. Exactly one of `leaf`, `item` and `object` is defined. */
export interface TypePlan {
  readonly isNonNull: boolean
  readonly type: GraphQLOutputType
  readonly leaf: GraphQLLeafType | undefined
  readonly item: TypePlan | undefined
  readonly object: GraphQLObjectType | undefined
}

/** A field of a selection, with what its execution needs. */
export interface FieldPlan {
  /** The name in the response. */
  readonly key: string
  /** The same array for all parents. */
  readonly nodes: readonly FieldNode[]
  readonly field: GraphQLField<unknown, unknown>
  readonly parentType: GraphQLObjectType
  readonly type: TypePlan
  /** The value of a field that is the same for all parents, i.e. `__typename`. */
  readonly constant: string | undefined
  /** Whether it returns a property of its parent that is a leaf, without arguments. */
  readonly isStored: boolean
  /** The arguments if they are the same for all requests; undefined if they contain variables or are invalid. */
  readonly args: Values | undefined
  /** The selection below this field, if its type is an object or a list of objects. */
  readonly selection: () => SelectionPlan
}

/** The fields of a selection, in the order of the response. */
export interface SelectionPlan {
  readonly fields: readonly FieldPlan[]
  /** Creates the object of a response, without fields. */
  readonly Data: new () => Record<string, unknown>
}

/** An operation with its fragments. */
export interface Operation {
  readonly operation: OperationDefinitionNode
  readonly fragments: Fragments
}

const noArguments: Values = Object.freeze({})

/**
 * Creates the constructor of the objects of one selection. They have no prototype with properties, so that any name can
 * be a key. One constructor per selection lets the engine give all of its objects the same layout.
 */
const makeDataClass = (): SelectionPlan['Data'] => {
  const Data = class {}
  Object.setPrototypeOf(Data.prototype, null)
  return Data as unknown as SelectionPlan['Data']
}

const typePlans = new WeakMap<GraphQLOutputType, TypePlan>()

const planType = (given: GraphQLOutputType): TypePlan => {
  const known = typePlans.get(given)
  if (known) return known
  const type = isNonNullType(given) ? given.ofType : given
  const plan = {
    isNonNull: given instanceof GraphQLNonNull,
    type,
    leaf: isLeafType(type) ? type : undefined,
    item: isListType(type) ? planType(type.ofType) : undefined,
    object: isObjectType(type) ? type : undefined,
  }
  typePlans.set(given, plan)
  return plan
}

const findField = (schema: GraphQLSchema, parent: GraphQLObjectType, name: string) => {
  if (name === TypeNameMetaFieldDef.name) return TypeNameMetaFieldDef
  if (parent === schema.getQueryType()) {
    if (name === SchemaMetaFieldDef.name) return SchemaMetaFieldDef
    if (name === TypeMetaFieldDef.name) return TypeMetaFieldDef
  }
  return parent.getFields()[name]
}

const hasVariables = (node: FieldNode): boolean => {
  let found = false
  for (const argument of node.arguments ?? [])
    visit(argument.value, {
      Variable: () => {
        found = true
      },
    })
  return found
}

/** The arguments of a field if they are the same for all requests. */
const readConstantArguments = (field: GraphQLField<unknown, unknown>, node: FieldNode): Values | undefined => {
  if (field.args.length === 0) return noArguments
  if (hasVariables(node)) return undefined
  try {
    return getArgumentValues(field, node)
  } catch {
    // The error is thrown again where the field is executed.
    return undefined
  }
}

const makeFieldPlan = (
  schema: GraphQLSchema,
  fragments: Fragments,
  variables: Values,
  parentType: GraphQLObjectType,
  key: string,
  nodes: readonly FieldNode[],
): FieldPlan | undefined => {
  const [node] = nodes
  const field = node && findField(schema, parentType, node.name.value)
  if (!node || !field) return undefined
  const type = planType(field.type)
  let selection: SelectionPlan | undefined
  return {
    key,
    nodes,
    field,
    parentType,
    type,
    constant: field === TypeNameMetaFieldDef ? parentType.name : undefined,
    isStored: type.leaf !== undefined && !field.resolve && field.args.length === 0,
    args: readConstantArguments(field, node),
    selection: () => {
      selection ??= planSelection(schema, fragments, variables, objectOf(type), (object) =>
        collectSubfields(schema, fragments, variables, object, nodes),
      )
      return selection
    },
  }
}

const objectOf = ({ object, item }: TypePlan): GraphQLObjectType => {
  if (object) return object
  if (item) return objectOf(item)
  throw new Error('Only objects have selections')
}

const planSelection = (
  schema: GraphQLSchema,
  fragments: Fragments,
  variables: Values,
  type: GraphQLObjectType,
  collect: (type: GraphQLObjectType) => ReadonlyMap<string, readonly FieldNode[]>,
): SelectionPlan => ({
  fields: [...collect(type)].flatMap(
    ([key, nodes]) => makeFieldPlan(schema, fragments, variables, type, key, nodes) ?? [],
  ),
  Data: makeDataClass(),
})

/** Whether variables decide which fields of an operation are selected. */
const isConditional = ({ operation, fragments }: Operation): boolean => {
  let found = false
  for (const node of [operation, ...Object.values(fragments)])
    visit(node, {
      Directive: ({ arguments: given = [] }) => {
        found ||= given.some(({ value }) => value.kind === Kind.VARIABLE)
      },
    })
  return found
}

/**
 * Creates the planner of a schema's operations. The plan of an operation is kept as long as its document, unless
 * variables decide which fields it selects.
 * @throws Error for a schema with features that the executor does not support: a programming mistake.
 */
export const makePlanner = (schema: GraphQLSchema) => {
  for (const type of Object.values(schema.getTypeMap()))
    if (isAbstractType(type) || (isObjectType(type) && type.isTypeOf))
      throw new Error(`${type.name}: the executor does not support interfaces, unions and isTypeOf`)
  const plans = new WeakMap<OperationDefinitionNode, SelectionPlan | 'conditional'>()
  return (given: Operation, rootType: GraphQLObjectType, variables: Values): SelectionPlan => {
    const { operation, fragments } = given
    const known = plans.get(operation)
    if (known && known !== 'conditional') return known
    const conditional = known === 'conditional' || isConditional(given)
    const plan = planSelection(schema, fragments, conditional ? variables : {}, rootType, (type) =>
      collectFields(schema, fragments, conditional ? variables : {}, type, operation.selectionSet),
    )
    plans.set(operation, conditional ? 'conditional' : plan)
    return plan
  }
}
