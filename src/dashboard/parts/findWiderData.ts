import { hashKey, type QueryClient } from '@tanstack/react-query'
import type { OperationDocument } from '../api/resultOf.ts'
import type { KnownData } from '../api/useOperation.ts'

/** The operation and the fragments that a document consists of. */
const namesOf = (document: string): readonly string[] =>
  [...document.matchAll(/\b(?:query|fragment) \w+/g)].map(([name]) => name)

/**
 * Finds the latest data in the cache that has all fields of a document: that of the same operation with more fragments,
 * e.g. of a list with a column that is hidden now.
 */
export const findWiderData = <Data, Variables>(
  client: QueryClient,
  document: OperationDocument<Data, Variables>,
  variables: Variables,
): KnownData<Data> | undefined => {
  const names = namesOf(String(document))
  const [latest] = client
    .getQueryCache()
    .findAll({
      predicate: ({ queryHash, queryKey: [text], state }) =>
        state.data !== undefined &&
        queryHash === hashKey([text, variables]) &&
        names.every((name) => namesOf(String(text)).includes(name)),
    })
    .toSorted((one, other) => other.state.dataUpdatedAt - one.state.dataUpdatedAt)
  if (!latest) return undefined
  const { data, dataUpdatedAt } = latest.state
  // Every field of the document is among those of the other one.
  return { data: data as Data, dataUpdatedAt }
}
