/** The path of GraphQL and, for browsers, of GraphiQL. */
export const graphqlPath = '/graphql'
/** The path of exports. */
export const exportPath = '/api/v1/monitoring/export'
/** The parameter that contains a document's id in GraphQL over HTTP. */
export const documentIdParameter = 'documentId'

/** The part of a path after its last slash. */
export const lastSegment = (path: string): string => path.slice(path.lastIndexOf('/') + 1)

/** Finds what belongs to a path: an exact path takes precedence over one whose last segment is a `{placeholder}`. */
export const makePathLookup = <Item extends { readonly path: string }>(
  items: readonly Item[],
): ((path: string) => Item | undefined) => {
  const exact = new Map(items.map((item) => [item.path, item]))
  const byParent = new Map(items.filter(({ path }) => isPattern(path)).map((item) => [parentOf(item.path), item]))
  return (path) => exact.get(path) ?? (lastSegment(path) === '' ? undefined : byParent.get(parentOf(path)))
}

/**
 * Creates the check whether a path is reserved for the given routes: it begins with the first segment of one of them. A
 * request target in absolute form is reserved as well.
 */
export const makeReservedCheck = (items: readonly { readonly path: string }[]): ((path: string) => boolean) => {
  const reserved = new Set(items.map(({ path }) => firstSegment(path)))
  return (path) => !path.startsWith('/') || reserved.has(firstSegment(path))
}

const firstSegment = (path: string): string => path.split('/', 2)[1] ?? ''

const isPattern = (path: string): boolean => lastSegment(path).startsWith('{')

const parentOf = (path: string): string => path.slice(0, path.lastIndexOf('/') + 1)
