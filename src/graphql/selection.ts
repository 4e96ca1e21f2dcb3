import { queryFromInfo } from '@pothos/plugin-prisma'
import {
  type ASTNode,
  BREAK,
  type FieldNode,
  type GraphQLResolveInfo,
  type OperationDefinitionNode,
  visit,
} from 'graphql'
import type { Context } from '../context.ts'
import { storePerField } from './perField.ts'

/** What fields need, by their places in documents, where no variable decides which fields are selected. */
const known = new WeakMap<FieldNode, readonly string[]>()
/** The same within one request, where a variable decides, or several nodes are merged into one field. */
const knownInRequest = storePerField<readonly string[]>()
/** Whether an operation includes or skips fields by directives. */
const choosing = new WeakMap<OperationDefinitionNode, boolean>()

const hasDirectives = (node: ASTNode): boolean => {
  let found = false
  visit(node, {
    Directive: () => {
      found = true
      return BREAK
    },
  })
  return found
}

const isChoosing = ({ operation, fragments }: GraphQLResolveInfo): boolean => {
  const found = choosing.get(operation)
  if (found !== undefined) return found
  const chooses = [operation, ...Object.values(fragments)].some(hasDirectives)
  choosing.set(operation, chooses)
  return chooses
}

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
  const compute = () => {
    const select = { id: true }
    const query = queryFromInfo({ context, info, typeName, select, paths: paths.map((path) => [...path]) })
    return Object.keys(query.select)
  }
  const [node, ...others] = info.fieldNodes
  if (!node || others.length > 0 || isChoosing(info)) return knownInRequest(context, info, compute)
  const found = known.get(node) ?? compute()
  known.set(node, found)
  return found
}
