import { queryFromInfo } from '@pothos/plugin-prisma'
import type { GraphQLResolveInfo, ResponsePath } from 'graphql'
import type { Context } from '../context.ts'

const selections = new WeakMap<Context, Map<string, readonly string[]>>()

const pathKey = (path: ResponsePath): string => {
  const parent = path.prev ? pathKey(path.prev) : ''
  return typeof path.key === 'number' ? parent : `${parent}.${path.key}`
}

/**
 * The fields of a record that the query needs, so that a statement reads their columns and no others. Pothos keeps
 * what was found for the rows below this field, whatever their number, so it is found once a request.
 * @param paths where below this field the records stand, as in `nodes`; by default the field gives them itself.
 */
export const selectedFields = (
  context: Context,
  info: GraphQLResolveInfo,
  typeName: string,
  paths: readonly (readonly string[])[] = [],
): readonly string[] => {
  const ofContext = selections.get(context) ?? new Map<string, readonly string[]>()
  selections.set(context, ofContext)
  const key = pathKey(info.path)
  const known = ofContext.get(key)
  if (known) return known
  const query = queryFromInfo({ context, info, typeName, select: { id: true }, paths: paths.map((path) => [...path]) })
  const fields = Object.keys(query.select)
  ofContext.set(key, fields)
  return fields
}
