import { keepPreviousData, QueryClient, type UseQueryResult, useQuery } from '@tanstack/react-query'
import type { TypedDocumentString } from '../generated/graphql.ts'
import type { ApiError } from './apiError.ts'
import { execute } from './execute.ts'

/** Milliseconds for which data is shown again without another request, e.g. after going back, unless given. */
const defaultStaleTime = 30_000

/** Creates the cache of responses. */
export const makeQueryClient = (): QueryClient =>
  new QueryClient({
    // The server may be on the same machine, so that being offline does not matter.
    defaultOptions: {
      queries: { staleTime: defaultStaleTime, retry: false, refetchOnWindowFocus: false, networkMode: 'always' },
    },
  })

/** The key of the response to an operation in the cache. */
export const operationKey = <Data, Variables>(
  document: TypedDocumentString<Data, Variables>,
  variables: Partial<Variables>,
): readonly unknown[] => [String(document), variables]

/** Data with the time at which it was loaded, in milliseconds. */
export interface KnownData<Data> {
  readonly data: Data
  readonly dataUpdatedAt: number
}

/** Options of an operation. */
export interface OperationOptions<Data> {
  /** Milliseconds between automatic refreshes, while the page is visible; false for none. */
  readonly refetchInterval?: number | false
  /** Milliseconds for which data is shown again without another request. */
  readonly staleTime?: number
  /** Whether the operation is executed; by default it is. */
  readonly enabled?: boolean
  /** Finds data that is already there, if the cache has no response to the operation. */
  readonly findData?: () => KnownData<Data> | undefined
  /** Called before each request, which is sent when the promise is resolved, with the variables that it returns added. */
  readonly onRequest?: (signal: AbortSignal) => Promise<object>
  /** Called with the data of each response. */
  readonly onData?: (data: Data) => void
}

/**
 * Executes a document, and again when its variables change. Until the new data is there, the previous data is returned
 * and `isPlaceholderData` is true.
 */
export const useOperation = <Data, Variables>(
  document: TypedDocumentString<Data, Variables>,
  variables: Variables,
  {
    refetchInterval = false,
    enabled = true,
    staleTime = defaultStaleTime,
    findData,
    onRequest,
    onData,
  }: OperationOptions<Data> = {},
): UseQueryResult<Data, ApiError> =>
  useQuery<Data, ApiError>({
    queryKey: operationKey(document, variables),
    queryFn: async ({ signal }) => {
      const added = await onRequest?.(signal)
      const data = await execute(document, { ...variables, ...added }, signal)
      onData?.(data)
      return data
    },
    placeholderData: keepPreviousData,
    initialData: () => findData?.()?.data,
    initialDataUpdatedAt: () => findData?.()?.dataUpdatedAt,
    refetchInterval,
    staleTime,
    enabled,
  })
