import { type UseQueryResult, useQueryClient } from '@tanstack/react-query'
import { useRef } from 'react'
import type { ApiError } from '../api/apiError.ts'
import type { OperationDocument } from '../api/resultOf.ts'
import { operationKey, useOperation } from '../api/useOperation.ts'
import { useIsLive } from '../live/useLiveEvents.ts'

/**
 * Data that the requests of an operation load for another part of the page, so that a view sends at most three requests,
 * one of which may be the stream of events.
 */
export interface RequestAddition<Data> {
  /** The variables to add to a request: none if the data is known or not needed. */
  readonly addVariables: () => object
  /** Keeps the data of a response. */
  readonly keep: (data: Data) => void
}

/**
 * Lets the request of the list of a view that sends two load the record that is open from the start, by the variables
 * `open` and `withRecord`, while a stream of events is the third. The other request, of statistics, may take longer.
 * Without a stream, the record is loaded on its own, which is faster.
 * @param document the document that loads the record on its own.
 * @param id the record that is open.
 */
export const useRecordWith = <Data extends { readonly record: unknown }>(
  document: OperationDocument<Data, { id: string }>,
  id: string | undefined,
): RequestAddition<Partial<Data>> => {
  const client = useQueryClient()
  const isLive = useIsLive()
  const openFromStart = useRef(id)
  const isAdded = isLive && id !== undefined && id === openFromStart.current
  const key = operationKey(document, { id: id ?? '' })
  return {
    addVariables: () => (isAdded && client.getQueryData(key) === undefined ? { withRecord: true, open: id } : {}),
    keep: ({ record }) => {
      if (record !== undefined) client.setQueryData(key, { record })
    },
  }
}

/**
 * Loads a record that is open on its own, unless the first request of the list loads it by `useRecordWith`.
 * @param list the operation of the list.
 */
export const useOpenRecord = <Data>(
  document: OperationDocument<Data, { id: string }>,
  id: string,
  list: UseQueryResult,
): UseQueryResult<Data, ApiError> => {
  const isLive = useIsLive()
  return useOperation(document, { id }, { enabled: !(isLive && list.isPending) })
}
