import {
  type DocumentNode,
  type FieldNode,
  type FragmentDefinitionNode,
  Kind,
  type OperationDefinitionNode,
  type SelectionSetNode,
} from 'graphql'
import { truncate } from '../../shared/errors.ts'

/** Maximum number of fields that a message names, of characters of their paths, and of selections that are visited. */
const [maxNamed, maxPathLength, maxVisited] = [3, 200, 10_000]

/** The paths of the fields at a level that select further fields. Introspection does not count as depth. */
function* walkDeepFields(
  set: SelectionSetNode,
  fragments: ReadonlyMap<string, FragmentDefinitionNode>,
  maxDepth: number,
  above: readonly FieldNode[] = [],
): Generator<string | undefined> {
  for (const node of set.selections) {
    yield undefined
    if (node.kind !== Kind.FIELD) {
      const inner = node.kind === Kind.INLINE_FRAGMENT ? node : fragments.get(node.name.value)
      if (inner) yield* walkDeepFields(inner.selectionSet, fragments, maxDepth, above)
    } else if (node.selectionSet && !node.name.value.startsWith('__')) {
      const path = [...above, node]
      if (path.length < maxDepth) yield* walkDeepFields(node.selectionSet, fragments, maxDepth, path)
      else yield path.map(({ alias, name }) => (alias ?? name).value).join('.')
    }
  }
}

/** Advises which fields to leave out of an operation so that no field is below a level. */
export const adviseDeepFields = (
  { selectionSet }: OperationDefinitionNode,
  { definitions }: DocumentNode,
  maxDepth: number,
): string => {
  const fragments = new Map(
    definitions.flatMap((node) => (node.kind === Kind.FRAGMENT_DEFINITION ? [[node.name.value, node] as const] : [])),
  )
  const found = new Set<string>()
  let visited = 0
  for (const path of walkDeepFields(selectionSet, fragments, maxDepth)) {
    visited += 1
    if (path !== undefined) found.add(path)
    if (found.size > maxNamed || visited > maxVisited) break
  }
  const named = [...found].slice(0, maxNamed).map((path) => truncate(path, maxPathLength))
  const others = found.size > maxNamed ? ' and others of this level' : ''
  return found.size === 0
    ? 'Request deeper records by their id.'
    : `Leave out ${named.join(', ')}${others}, and request these records by their id in another operation.`
}
