import type { FieldNode, GraphQLResolveInfo } from 'graphql'
import type { Context } from './context.ts'

type FieldNodes = readonly FieldNode[]

/**
 * Creates a cache for values that are computed once per field of an operation and shared by all of its parents, e.g.
 * values derived from its arguments and selection. The executor passes the same `fieldNodes` for every parent.
 */
export const storePerField = <Value>() => {
  const stores = new WeakMap<Context, WeakMap<FieldNodes, Value>>()
  return (context: Context, { fieldNodes }: GraphQLResolveInfo, compute: () => Value): Value => {
    const found = stores.get(context)?.get(fieldNodes)
    if (found !== undefined) return found
    const value = compute()
    const ofRequest = stores.get(context) ?? new WeakMap<FieldNodes, Value>()
    stores.set(context, ofRequest.set(fieldNodes, value))
    return value
  }
}
