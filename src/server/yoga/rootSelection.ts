import {
  type DirectiveNode,
  type DocumentNode,
  type FragmentDefinitionNode,
  GraphQLError,
  Kind,
  type OperationDefinitionNode,
  OperationTypeNode,
  type SelectionSetNode,
} from 'graphql'
import { fragmentsOf } from '../limits/shape.ts'

const isConditional = ({ name: { value } }: DirectiveNode): boolean => value === 'skip' || value === 'include'

/** Finds the conditions of a selection set and of its fragments, but not of the fields below it. */
const findConditions = (
  { selections }: SelectionSetNode,
  fragments: ReadonlyMap<string, FragmentDefinitionNode>,
  visited: Set<string>,
): DirectiveNode[] =>
  selections.flatMap((selection) => {
    const own = (selection.directives ?? []).filter(isConditional)
    if (selection.kind === Kind.FIELD) return own
    if (selection.kind === Kind.INLINE_FRAGMENT)
      return [...own, ...findConditions(selection.selectionSet, fragments, visited)]
    const name = selection.name.value
    const fragment = visited.has(name) ? undefined : fragments.get(name)
    visited.add(name)
    return fragment ? [...own, ...findConditions(fragment.selectionSet, fragments, visited)] : own
  })

/**
 * Finds the violation of a rule of the GraphQL specification of September 2025: a subscription selects its root field
 * unconditionally. graphql-js validates it from version 17 on; version 16 fails with a `TypeError` if the field is
 * skipped.
 */
export const findConditionalRoot = (
  { operation, name, selectionSet }: OperationDefinitionNode,
  document: DocumentNode,
): GraphQLError | undefined => {
  if (operation !== OperationTypeNode.SUBSCRIPTION) return undefined
  const nodes = findConditions(selectionSet, fragmentsOf(document), new Set())
  if (nodes.length === 0) return undefined
  const subject = name ? `Subscription "${name.value}"` : 'Anonymous Subscription'
  const message = `${subject} must not use \`@skip\` or \`@include\` directives in the top level selection.`
  return new GraphQLError(message, { nodes })
}
