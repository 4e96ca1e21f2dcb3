import { type UseQueryResult, useQueryClient } from '@tanstack/react-query'
import { useEffect, useRef, useState } from 'react'
import type { ApiError } from '../api/apiError.ts'
import type { OperationDocument } from '../api/resultOf.ts'
import type { LiveRecord } from '../live/liveEvents.ts'
import { useIsLive } from '../live/useLiveEvents.ts'
import { type ListSearch, type Place, useListNavigation } from '../scope/listSearch.ts'
import { useIsScrolled } from '../scope/useIsScrolled.ts'
import { findWiderData } from './findWiderData.ts'
import type { RequestAddition } from './requestAddition.ts'
import { loadAgain, useRefreshedOperation } from './useRefreshedOperation.ts'

/** What events have changed in a list that is held, since its rows would move under the reader. */
export interface HeldChanges {
  /** Whether there are any. */
  readonly isChanged: boolean
  /** The number of new records; 0 if records have changed only. */
  readonly added: number
  /** Shows the changes, at the top of the first page. */
  readonly show: () => void
}

/** The changes, and whether there may be others that are not known, e.g. before the stream of events was open. */
const none = { isChanged: false, isStale: false, added: 0 }

/**
 * Loads a list. Events refresh it unless the reader is in the middle of it: on a later page, with an open record, or
 * scrolled down. Then they are counted, and shown on request or as soon as the reader is back at the top.
 * @param options.isNew whether a record of an event is one that the list does not have yet; by default it is.
 * @param options.addition what its requests load besides, for another part of the page.
 */
export const useListOperation = <Data, Variables>(
  document: OperationDocument<Data, Variables>,
  variables: Variables,
  { after, before, open }: Place & Pick<ListSearch, 'open'>,
  {
    isNew = () => true,
    addition,
  }: { readonly isNew?: (record: LiveRecord) => boolean; readonly addition?: RequestAddition<Data> } = {},
): { readonly query: UseQueryResult<Data, ApiError>; readonly held: HeldChanges } => {
  const client = useQueryClient()
  const { go } = useListNavigation()
  const isScrolled = useIsScrolled()
  const isLive = useIsLive()
  const isLaterPage = after !== undefined || before !== undefined
  const isHeld = isLive && (isLaterPage || open !== undefined || isScrolled)
  const [changes, setChanges] = useState(none)
  const [notedAt, fetchedAt] = [useRef(0), useRef(0)]
  const holdBack = (records: readonly LiveRecord[]) => {
    notedAt.current = performance.now()
    setChanges(({ isChanged, added }) => ({
      isStale: true,
      isChanged: isChanged || records.length > 0,
      added: added + records.filter(isNew).length,
    }))
  }
  const query = useRefreshedOperation(document, variables, {
    onHeldBack: isHeld ? holdBack : undefined,
    findData: () => findWiderData(client, document, variables),
    ...(addition ? { addition } : {}),
  })
  const { dataUpdatedAt, isFetching } = query
  useEffect(() => {
    if (isFetching) fetchedAt.current = performance.now()
  }, [isFetching, fetchedAt])
  // biome-ignore lint/correctness/useExhaustiveDependencies: a first page that was requested after the changes has them.
  useEffect(() => {
    if (!isLaterPage && fetchedAt.current > notedAt.current) setChanges(none)
  }, [dataUpdatedAt, isLaterPage])
  useEffect(() => {
    if (!isLive) setChanges(none)
  }, [isLive])
  const isDue = isLive && !isHeld && changes.isStale
  // biome-ignore lint/correctness/useExhaustiveDependencies: once, when the reader is back at the top.
  useEffect(() => {
    if (isDue) void loadAgain(query).then(() => setChanges(none))
  }, [isDue])
  const show = () => {
    setChanges(none)
    window.scrollTo({ top: 0 })
    void client.invalidateQueries({ queryKey: [String(document)], refetchType: isLaterPage ? 'none' : 'active' })
    if (isLaterPage) go({ after: undefined, before: undefined })
  }
  return { query, held: { isChanged: isHeld && changes.isChanged, added: changes.added, show } }
}
