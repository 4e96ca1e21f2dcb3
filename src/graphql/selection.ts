import { queryFromInfo } from '@pothos/plugin-prisma'
import type { GraphQLResolveInfo } from 'graphql'
import type { Context } from '../context.ts'

/**
 * The fields of a record that the query needs, so that a statement reads their columns and no others. It must be
 * asked for each row that resolves the field: with it, Pothos notes for that row what will have been read.
 * @param paths where below this field the records stand, as in `nodes`; by default the field gives them itself.
 */
export const selectedFields = (
  context: Context,
  info: GraphQLResolveInfo,
  typeName: string,
  paths: readonly (readonly string[])[] = [],
): readonly string[] => {
  const query = queryFromInfo({ context, info, typeName, select: { id: true }, paths: paths.map((path) => [...path]) })
  return Object.keys(query.select)
}
