import { type FragmentDefinitionNode, Kind, parse, type SelectionSetNode } from 'graphql'
import { sessionColumns, sessionList } from '../../src/dashboard/views/conversations/sessions/document.ts'
import { turnColumns, turnList } from '../../src/dashboard/views/conversations/turns/document.ts'
import { errorColumns, errorList } from '../../src/dashboard/views/errors/document.ts'
import { feedbackColumns, feedbackList } from '../../src/dashboard/views/feedback/document.ts'
import { callColumns, callList } from '../../src/dashboard/views/modelCalls/document.ts'
import { embeddingColumns, embeddingList } from '../../src/dashboard/views/modelCalls/embedding/document.ts'
import {
  callColumns as toolCallColumns,
  callList as toolCallList,
} from '../../src/dashboard/views/toolCalls/document.ts'

/** A list of the dashboard whose columns can be hidden. */
export interface DashboardList {
  /** The title of its table. */
  readonly title: string
  readonly path: string
  /** The columns that can be hidden. */
  readonly columns: Readonly<Record<string, { readonly fragment: { toString(): string } }>>
  readonly list: {
    readonly toDocument: (search: { readonly column?: readonly string[] | undefined }) => { toString(): string }
  }
}

/** All lists of the dashboard whose columns can be hidden. */
export const dashboardLists: readonly DashboardList[] = [
  { title: 'LLM calls', path: '/model-calls', columns: callColumns, list: callList },
  { title: 'Embedding calls', path: '/model-calls?kind=embedding', columns: embeddingColumns, list: embeddingList },
  { title: 'Tool calls', path: '/tool-calls', columns: toolCallColumns, list: toolCallList },
  { title: 'Turns', path: '/conversations', columns: turnColumns, list: turnList },
  { title: 'Sessions', path: '/conversations/sessions', columns: sessionColumns, list: sessionList },
  { title: 'Errors', path: '/errors?list=errors', columns: errorColumns, list: errorList },
  { title: 'Rated replies', path: '/feedback', columns: feedbackColumns, list: feedbackList },
]

/** The document of a list that shows some columns. */
export const documentOf = ({ list }: DashboardList, column?: readonly string[]): string =>
  String(list.toDocument({ column }))

/** The paths of the values that a column shows in each row, e.g. `turn.question.messageText`. */
export const fieldsOfColumn = ({ columns }: DashboardList, key: string): readonly string[] => {
  const [fragment] = parse(String(columns[key]?.fragment)).definitions
  return fragment?.kind === Kind.FRAGMENT_DEFINITION ? listPaths(fragment.selectionSet, new Map()) : []
}

/** The paths of the values that a document loads in each row, without duplicates. */
export const fieldsOfRows = (document: string): readonly string[] => {
  const { definitions } = parse(document)
  const fragments = new Map(
    definitions.flatMap((node) => (node.kind === Kind.FRAGMENT_DEFINITION ? [[node.name.value, node] as const] : [])),
  )
  const paths = definitions.flatMap((node) =>
    node.kind === Kind.OPERATION_DEFINITION ? listPaths(node.selectionSet, fragments) : [],
  )
  const rows = 'list.nodes.'
  return [...new Set(paths.flatMap((path) => (path.startsWith(rows) ? [path.slice(rows.length)] : [])))]
}

const listPaths = (
  { selections }: SelectionSetNode,
  fragments: ReadonlyMap<string, FragmentDefinitionNode>,
): readonly string[] =>
  selections.flatMap((node) => {
    if (node.kind === Kind.INLINE_FRAGMENT) return listPaths(node.selectionSet, fragments)
    if (node.kind === Kind.FRAGMENT_SPREAD) {
      const fragment = fragments.get(node.name.value)
      return fragment ? listPaths(fragment.selectionSet, fragments) : []
    }
    const name = (node.alias ?? node.name).value
    return node.selectionSet ? listPaths(node.selectionSet, fragments).map((path) => `${name}.${path}`) : [name]
  })

/** The paths of the values that the rows of a response have. Items of a list have the path of the list. */
export const fieldsOfResponse = (nodes: readonly object[]): ReadonlySet<string> => {
  const found = new Set<string>()
  const visit = (value: unknown, path: string): void => {
    if (Array.isArray(value)) for (const item of value) visit(item, path)
    else if (value !== null && typeof value === 'object')
      for (const [name, inner] of Object.entries(value)) visit(inner, path === '' ? name : `${path}.${name}`)
    else found.add(path)
  }
  visit(nodes, '')
  return found
}
