import {
  type ASTNode,
  BREAK,
  type FieldNode,
  GraphQLIncludeDirective,
  type GraphQLResolveInfo,
  GraphQLSkipDirective,
  getDirectiveValues,
  isObjectType,
  Kind,
  type OperationDefinitionNode,
  type SelectionNode,
  type SelectionSetNode,
  visit,
} from 'graphql'
import type { Context } from './context.ts'
import { storePerField } from './perField.ts'

/** Declares the stored fields that the resolver of a computed field reads. Use in its options: `...reads('status')`. */
export const reads = (...fields: readonly string[]) => ({ extensions: { reads: fields } })

/** Selected fields by field node, for operations in which no directive affects the selection. */
const known = new WeakMap<FieldNode, readonly string[]>()
/** Selected fields per request, for operations with directives and for fields merged from several nodes. */
const knownInRequest = storePerField<readonly string[]>()
/** Whether an operation or its fragments contain directives, by operation. */
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
 * The stored fields of a record that an operation needs, so that a statement reads only their columns: the
 * selected fields and, for computed fields, those declared with {@link reads}. The id is always included.
 * @param paths the paths to the records below this field, e.g. `nodes`. By default the field itself returns them.
 */
export const selectedFields = (
  context: Context,
  info: GraphQLResolveInfo,
  typeName: string,
  paths: readonly (readonly string[])[] = [[]],
): readonly string[] => {
  const compute = () => collectFields(info, typeName, paths)
  const [node, ...others] = info.fieldNodes
  if (!node || others.length > 0 || isChoosing(info)) return knownInRequest(context, info, compute)
  const found = known.get(node)
  if (found) return found
  const fields = compute()
  known.set(node, fields)
  return fields
}

const collectFields = (
  info: GraphQLResolveInfo,
  typeName: string,
  paths: readonly (readonly string[])[],
): readonly string[] => {
  const type = info.schema.getType(typeName)
  if (!isObjectType(type)) throw new Error(`${typeName} is not an object type`)
  const fields = type.getFields()
  const found = new Set(['id'])
  for (const path of paths)
    for (const node of findSelected(info, info.fieldNodes, path))
      for (const field of readsOf(fields[node.name.value])) found.add(field)
  return [...found]
}

/** What determines which fields are selected. */
export type SelectionInfo = Pick<GraphQLResolveInfo, 'fragments' | 'variableValues'>

/**
 * The fields selected at a path below some fields, also in fragments, except those that a directive excludes. A field
 * that is selected several times, e.g. with aliases, occurs several times.
 */
export const findSelected = (
  info: SelectionInfo,
  nodes: readonly FieldNode[],
  [next, ...rest]: readonly string[],
): FieldNode[] => {
  const found: FieldNode[] = []
  const walk = (set: SelectionSetNode | undefined): void => {
    for (const node of set?.selections ?? []) {
      if (!isIncluded(node, info)) continue
      if (node.kind === Kind.FIELD) found.push(node)
      else walk(node.kind === Kind.INLINE_FRAGMENT ? node.selectionSet : info.fragments[node.name.value]?.selectionSet)
    }
  }
  for (const node of nodes) walk(node.selectionSet)
  if (next === undefined) return found
  return findSelected(
    info,
    found.filter(({ name }) => name.value === next),
    rest,
  )
}

const isIncluded = (node: SelectionNode, { variableValues }: SelectionInfo): boolean =>
  getDirectiveValues(GraphQLSkipDirective, node, variableValues)?.['if'] !== true &&
  getDirectiveValues(GraphQLIncludeDirective, node, variableValues)?.['if'] !== false

/** The stored fields that a field of a record reads: those that it declares, otherwise the field of the same name. */
const readsOf = (field: { readonly name: string; readonly extensions: object } | undefined): readonly string[] => {
  if (!field) return []
  const { reads: declared } = field.extensions as { readonly reads?: readonly string[] }
  return declared ?? [field.name]
}
