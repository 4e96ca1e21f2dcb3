import type { FieldNode, GraphQLResolveInfo } from 'graphql'
import type { Context } from '../context.ts'

type FieldNodes = readonly FieldNode[]

/**
 * Makes a store for values that are computed once for a field of an operation and are the same for all of its parents,
 * such as what follows from its arguments and its selection. The executor passes the same `fieldNodes` for every parent.
 */
export const storePerField = <Value>() => {
  const stores = new WeakMap<Context, WeakMap<FieldNodes, Value>>()
  return (context: Context, { fieldNodes }: GraphQLResolveInfo, compute: () => Value): Value => {
    const ofRequest = stores.get(context) ?? new WeakMap<FieldNodes, Value>()
    stores.set(context, ofRequest)
    const found = ofRequest.get(fieldNodes)
    if (found !== undefined) return found
    const value = compute()
    ofRequest.set(fieldNodes, value)
    return value
  }
}
