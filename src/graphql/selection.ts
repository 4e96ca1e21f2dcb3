import { queryFromInfo } from '@pothos/plugin-prisma'
import {
  type ASTNode,
  BREAK,
  type FieldNode,
  type GraphQLResolveInfo,
  type OperationDefinitionNode,
  visit,
} from 'graphql'
import type { Context } from './context.ts'

type Selections = WeakMap<FieldNode, readonly string[]>

/** What fields need, by their places in documents, where no variable decides which fields there are. */
const known: Selections = new WeakMap()
/** The same of one request, where variables do. */
const knownInRequest = new WeakMap<Context, Selections>()
/** Whether an operation leaves fields in or out by directives. */
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

const selectionsFor = (context: Context, { operation, fragments }: GraphQLResolveInfo): Selections => {
  const isChoosing = choosing.get(operation) ?? [operation, ...Object.values(fragments)].some(hasDirectives)
  choosing.set(operation, isChoosing)
  if (!isChoosing) return known
  const ofRequest: Selections = knownInRequest.get(context) ?? new WeakMap()
  knownInRequest.set(context, ofRequest)
  return ofRequest
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
  const [node] = info.fieldNodes
  // A field that stands in several places has what all of them ask for.
  const selections = node && info.fieldNodes.length === 1 ? selectionsFor(context, info) : undefined
  const found = node && selections?.get(node)
  if (found) return found
  const query = queryFromInfo({ context, info, typeName, select: { id: true }, paths: paths.map((path) => [...path]) })
  const fields = Object.keys(query.select)
  if (node) selections?.set(node, fields)
  return fields
}
