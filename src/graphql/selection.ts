import { queryFromInfo } from '@pothos/plugin-prisma'
import type { GraphQLResolveInfo } from 'graphql'
import type { Context } from '../context.ts'

/** What fields of one request need, by their places in its document: rows of a list share theirs. */
const known = new WeakMap<Context, WeakMap<GraphQLResolveInfo['fieldNodes'], readonly string[]>>()

/**
 * The fields of a record that the query needs, so that a statement reads their columns and no others.
 * @param paths where below this field the records stand, as in `nodes`; by default the field gives them itself.
 */
export const selectedFields = (
  context: Context,
  info: GraphQLResolveInfo,
  typeName: string,
  paths: readonly (readonly string[])[] = [],
): readonly string[] => {
  const ofContext = known.get(context) ?? new WeakMap<GraphQLResolveInfo['fieldNodes'], readonly string[]>()
  known.set(context, ofContext)
  const found = ofContext.get(info.fieldNodes)
  if (found) return found
  const query = queryFromInfo({ context, info, typeName, select: { id: true }, paths: paths.map((path) => [...path]) })
  const fields = Object.keys(query.select)
  ofContext.set(info.fieldNodes, fields)
  return fields
}
