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

/** Options of a record's field that is computed: the stored fields that its resolver reads. */
export const reads = (...fields: readonly string[]) => ({ extensions: { reads: fields } })

/** The selections of fields, by their nodes, where no variable decides which fields are selected. */
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
 * The stored fields of a record that an operation needs, so that a statement reads their columns and no others: the
 * selected fields, and for computed ones the fields that they declare with {@link reads}. The id is always among them.
 * @param paths where the records are below this field, as in `nodes`; by default the field itself returns them.
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
  const found = known.get(node) ?? compute()
  known.set(node, found)
  return found
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
  const walk = (set: SelectionSetNode | undefined, [next, ...rest]: readonly string[]): void => {
    for (const node of set?.selections ?? []) {
      if (!isIncluded(node, info)) continue
      if (node.kind === Kind.FRAGMENT_SPREAD)
        walk(info.fragments[node.name.value]?.selectionSet, next === undefined ? [] : [next, ...rest])
      else if (node.kind === Kind.INLINE_FRAGMENT) walk(node.selectionSet, next === undefined ? [] : [next, ...rest])
      else if (next === undefined) for (const field of readsOf(fields[node.name.value])) found.add(field)
      else if (node.name.value === next) walk(node.selectionSet, rest)
    }
  }
  for (const node of info.fieldNodes) for (const path of paths) walk(node.selectionSet, path)
  return [...found]
}

const isIncluded = (node: SelectionNode, { variableValues }: GraphQLResolveInfo): boolean =>
  getDirectiveValues(GraphQLSkipDirective, node, variableValues)?.['if'] !== true &&
  getDirectiveValues(GraphQLIncludeDirective, node, variableValues)?.['if'] !== false

/** The stored fields that a field of a record reads: those that it declares, else the one of its name. */
const readsOf = (field: { readonly name: string; readonly extensions: object } | undefined): readonly string[] => {
  if (!field) return []
  const { reads: declared } = field.extensions as { readonly reads?: readonly string[] }
  return declared ?? [field.name]
}
