import { type UseQueryResult, useQueryClient } from '@tanstack/react-query'
import { useEffect, useState } from 'react'
import type { ApiError } from '../api/apiError.ts'
import type { OperationDocument } from '../api/resultOf.ts'
import type { LiveRecord } from '../live/liveEvents.ts'
import { useIsLive } from '../live/useLiveEvents.ts'
import { type ListSearch, type Place, useListNavigation } from '../scope/listSearch.ts'
import { useIsScrolled } from '../scope/useIsScrolled.ts'
import { useRefreshedOperation } from './useRefreshedOperation.ts'

/** What events have changed in a list that is held, since its rows would move under the reader. */
export interface HeldChanges {
  /** Whether there are any. */
  readonly isChanged: boolean
  /** The number of new records; 0 if records have changed only. */
  readonly added: number
  /** Shows the changes, at the top of the first page. */
  readonly show: () => void
}

const none = { isChanged: false, added: 0 }

/**
 * Loads a list. Events refresh it unless the reader is in the middle of it: on a later page, with an open record, or
 * scrolled down. Then they are counted, and shown on request or as soon as the reader is back at the top.
 * @param isNew whether a record of an event is one that the list does not have yet.
 */
export const useListOperation = <Data, Variables>(
  document: OperationDocument<Data, Variables>,
  variables: Variables,
  { after, before, open }: Place & Pick<ListSearch, 'open'>,
  isNew: (record: LiveRecord) => boolean = () => true,
): { readonly query: UseQueryResult<Data, ApiError>; readonly held: HeldChanges } => {
  const client = useQueryClient()
  const { go } = useListNavigation()
  const isScrolled = useIsScrolled()
  const isLive = useIsLive()
  const isLaterPage = after !== undefined || before !== undefined
  const isHeld = isLive && (isLaterPage || open !== undefined || isScrolled)
  const [changes, setChanges] = useState(none)
  const holdBack = (records: readonly LiveRecord[]) =>
    setChanges(({ added }) => ({ isChanged: true, added: added + records.filter(isNew).length }))
  const query = useRefreshedOperation(document, variables, { onHeldBack: isHeld ? holdBack : undefined })
  const { dataUpdatedAt, refetch } = query
  // biome-ignore lint/correctness/useExhaustiveDependencies: data that was just loaded has all changes.
  useEffect(() => setChanges(none), [dataUpdatedAt])
  const isDue = changes.isChanged && !isHeld
  useEffect(() => {
    if (isDue) void refetch({ cancelRefetch: false })
  }, [isDue, refetch])
  const show = () => {
    window.scrollTo({ top: 0 })
    void client.invalidateQueries({ queryKey: [String(document)], refetchType: isLaterPage ? 'none' : 'active' })
    if (isLaterPage) go({ after: undefined, before: undefined })
  }
  return { query, held: { ...changes, show } }
}
