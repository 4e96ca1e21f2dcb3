import {
  defaultFieldResolver,
  type GraphQLField,
  type GraphQLNamedType,
  type GraphQLObjectType,
  type GraphQLResolveInfo,
  type GraphQLSchema,
  getNamedType,
  Kind,
  type SelectionSetNode,
} from 'graphql'
import { requireScope } from '../shared/caller.ts'
import { enterRootField } from '../shared/requestScope.ts'
import { type Scope, scopes } from '../shared/scopes.ts'
import type { Context } from './context.ts'
import { makeRootField } from './rootField.ts'

/**
 * Declares the scope that a field of `Mutation` requires. Use in its options: `...needs('record')`.
 */
export const needs = (scope: Scope) => ({ extensions: { scope } })

/**
 * Adds a check of the required scope to each root field, and the scope to its description. Fields of `Query` and
 * `Subscription` require `read` unless they declare another scope. Nested fields need no check, since they can only be
 * reached through a root field.
 * @throws Error at start-up if a field of `Mutation` does not declare its scope.
 */
export const guardSchema = (schema: GraphQLSchema): GraphQLSchema => {
  const query = schema.getQueryType()
  const read = new Set(Object.values(query?.getFields() ?? {}).map(({ type }) => getNamedType(type)))
  guardType(query, 'read', new Set())
  guardType(schema.getMutationType(), undefined, read)
  guardType(schema.getSubscriptionType(), 'read', new Set())
  for (const field of Object.values(schema.getSubscriptionType()?.getFields() ?? {})) guardSubscribe(field)
  return schema
}

const guardType = (
  type: GraphQLObjectType | null | undefined,
  fallback: Scope | undefined,
  read: ReadonlySet<GraphQLNamedType>,
): void => {
  for (const field of Object.values(type?.getFields() ?? {})) {
    const scope = scopes.find((known) => known === field.extensions['scope']) ?? fallback
    if (!scope) throw new Error(`${type?.name}.${field.name} does not declare its scope: add ...needs('record')`)
    guardField(field, scope, read.has(getNamedType(field.type)))
  }
}

/** Whether a field's selection contains more than `id` and `__typename`. */
const asksForMoreThanId = ({ fieldNodes, fragments }: GraphQLResolveInfo): boolean => {
  const asks = (set: SelectionSetNode | undefined): boolean =>
    set?.selections.some((node) => {
      if (node.kind === Kind.FIELD) return node.name.value !== 'id' && node.name.value !== '__typename'
      return asks(node.kind === Kind.FRAGMENT_SPREAD ? fragments[node.name.value]?.selectionSet : node.selectionSet)
    }) ?? false
  return fieldNodes.some((node) => asks(node.selectionSet))
}

/**
 * Adds a check of the scope to a root field, to which the statements below it are then assigned. Selecting more than
 * the id of a changed record also requires `read`.
 */
const guardField = (field: GraphQLField<unknown, Context>, scope: Scope, givesRecord: boolean): void => {
  const { resolve = defaultFieldResolver } = field
  field.resolve = (root, args, context, info) => {
    enterRootField(makeRootField(args, context, info))
    requireScope(context.caller, scope)
    if (givesRecord && asksForMoreThanId(info)) requireScope(context.caller, 'read')
    return resolve(root, args, context, info)
  }
  field.extensions = { ...field.extensions, scope }
  const also = givesRecord ? ' Selecting more than the `id` also requires `read`.' : ''
  field.description = `${field.description} Requires the access scope \`${scope}\`.${also}`
}

/** Checks the scope before a subscription begins. The resolver of the field checks it again for each event. */
const guardSubscribe = (field: GraphQLField<unknown, Context>): void => {
  const { subscribe, extensions } = field
  const scope = scopes.find((known) => known === extensions['scope']) ?? 'read'
  field.subscribe = (root, args, context, info) => {
    enterRootField(makeRootField(args, context, info))
    requireScope(context.caller, scope)
    return subscribe?.(root, args, context, info)
  }
}
