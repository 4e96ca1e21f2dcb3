import type { UseQueryResult } from '@tanstack/react-query'
import type { ApiError } from '../api/apiError.ts'
import type { OperationDocument } from '../api/resultOf.ts'
import { useOperation } from '../api/useOperation.ts'
import { useScope } from '../scope/useScope.ts'

/**
 * Executes a document like `useOperation`, and again at the interval that the URL selects. All data that changes with
 * time is loaded by this function.
 */
export const useRefreshedOperation = <Data, Variables>(
  document: OperationDocument<Data, Variables>,
  variables: Variables,
  { enabled = true }: { readonly enabled?: boolean } = {},
): UseQueryResult<Data, ApiError> => {
  const { search } = useScope()
  const refetchInterval = search.refresh === undefined ? false : search.refresh * 1000
  return useOperation(document, variables, { refetchInterval, enabled })
}
