import { defaultFieldResolver, type GraphQLField, type GraphQLObjectType, type GraphQLSchema } from 'graphql'
import { requireScope } from '../access/caller.ts'
import { type Scope, scopes } from '../access/scopes.ts'
import type { Context } from '../context.ts'

/** What a field of `Mutation` or `Subscription` needs, as a part of its options: `...needs('record')`. */
export const needs = (scope: Scope) => ({ extensions: { scope } })

/**
 * Puts the needed scope before each root field, and into its description. Fields of `Query` need `read` unless they say
 * otherwise; all below a root field is reached through it alone.
 * @throws Error at start-up, where a field of another root type does not say what it needs.
 */
export const guardSchema = (schema: GraphQLSchema): GraphQLSchema => {
  guardType(schema.getQueryType(), 'read')
  guardType(schema.getMutationType(), undefined)
  guardType(schema.getSubscriptionType(), undefined)
  return schema
}

const guardType = (type: GraphQLObjectType | null | undefined, fallback: Scope | undefined): void => {
  for (const field of Object.values(type?.getFields() ?? {})) {
    const scope = scopes.find((known) => known === field.extensions['scope']) ?? fallback
    if (!scope) throw new Error(`${type?.name}.${field.name} does not say which scope it needs: add ...needs('record')`)
    guardField(field, scope)
  }
}

const guardField = (field: GraphQLField<unknown, Context>, scope: Scope): void => {
  const { resolve = defaultFieldResolver, subscribe } = field
  field.resolve = (root, args, context, info) => {
    requireScope(context.caller, scope)
    return resolve(root, args, context, info)
  }
  if (subscribe)
    field.subscribe = (root, args, context, info) => {
      requireScope(context.caller, scope)
      return subscribe(root, args, context, info)
    }
  field.extensions = { ...field.extensions, scope }
  field.description = `${field.description} Needs the scope \`${scope}\`.`
}
