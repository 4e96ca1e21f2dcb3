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
import { type Scope, scopes } from '../shared/scopes.ts'
import type { Context } from './context.ts'

/** What a field of `Mutation` or `Subscription` needs, as a part of its options: `...needs('record')`. */
export const needs = (scope: Scope) => ({ extensions: { scope } })

/**
 * Puts the needed scope before each root field, and into its description. Fields of `Query` need `read` unless they say
 * otherwise; all below a root field is reached through it alone.
 * @throws Error at start-up, where a field of another root type does not say what it needs.
 */
export const guardSchema = (schema: GraphQLSchema): GraphQLSchema => {
  const query = schema.getQueryType()
  const read = new Set(Object.values(query?.getFields() ?? {}).map(({ type }) => getNamedType(type)))
  guardType(query, 'read', new Set())
  guardType(schema.getMutationType(), undefined, read)
  guardType(schema.getSubscriptionType(), undefined, read)
  return schema
}

const guardType = (
  type: GraphQLObjectType | null | undefined,
  fallback: Scope | undefined,
  read: ReadonlySet<GraphQLNamedType>,
): void => {
  for (const field of Object.values(type?.getFields() ?? {})) {
    const scope = scopes.find((known) => known === field.extensions['scope']) ?? fallback
    if (!scope) throw new Error(`${type?.name}.${field.name} does not say which scope it needs: add ...needs('record')`)
    guardField(field, scope, read.has(getNamedType(field.type)))
  }
}

/** Whether more of what a field gives is asked for than its id. */
const asksForMoreThanId = ({ fieldNodes, fragments }: GraphQLResolveInfo): boolean => {
  const asks = (set: SelectionSetNode | undefined): boolean =>
    set?.selections.some((node) => {
      if (node.kind === Kind.FIELD) return node.name.value !== 'id' && node.name.value !== '__typename'
      return asks(node.kind === Kind.FRAGMENT_SPREAD ? fragments[node.name.value]?.selectionSet : node.selectionSet)
    }) ?? false
  return fieldNodes.some((node) => asks(node.selectionSet))
}

/** Puts the scope before a field. One that changes a record may give it as well: what is more than its id is read. */
const guardField = (field: GraphQLField<unknown, Context>, scope: Scope, givesRecord: boolean): void => {
  const { resolve = defaultFieldResolver, subscribe } = field
  field.resolve = (root, args, context, info) => {
    requireScope(context.caller, scope)
    if (givesRecord && asksForMoreThanId(info)) requireScope(context.caller, 'read')
    return resolve(root, args, context, info)
  }
  if (subscribe)
    field.subscribe = (root, args, context, info) => {
      requireScope(context.caller, scope)
      return subscribe(root, args, context, info)
    }
  field.extensions = { ...field.extensions, scope }
  const also = givesRecord ? ' Selecting more than the `id` also requires the scope `read`.' : ''
  field.description = `${field.description}${also} Requires the scope \`${scope}\`.`
}
