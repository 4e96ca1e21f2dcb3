import { type DocumentNode, Kind, type OperationDefinitionNode, type SelectionSetNode } from 'graphql'
import { fragmentsOf } from '../limits/shape.ts'

/** Maximum number of paths. */
const maxPaths = 200

/** The selected fields of an operation, as paths of their names: without aliases and arguments. */
export const listFieldPaths = (document: DocumentNode, operation: OperationDefinitionNode): string[] => {
  const fragments = fragmentsOf(document)
  const paths = new Set<string>()
  const visit = (set: SelectionSetNode | undefined, parent: string): void => {
    for (const node of set?.selections ?? []) {
      if (paths.size >= maxPaths) return
      if (node.kind === Kind.FRAGMENT_SPREAD) visit(fragments.get(node.name.value)?.selectionSet, parent)
      else if (node.kind === Kind.INLINE_FRAGMENT) visit(node.selectionSet, parent)
      else {
        const path = `${parent}${node.name.value}`
        if (!node.selectionSet) paths.add(path)
        visit(node.selectionSet, `${path}.`)
      }
    }
  }
  visit(operation.selectionSet, '')
  return [...paths]
}
