import { useEffect, useState } from 'react'
import type { ApiError } from '../../api/apiError.ts'
import { useOperation } from '../../api/useOperation.ts'
import { useScope } from '../../scope/useScope.ts'
import { type Found, findDocument } from './document.ts'

/** Milliseconds without typing after which the text is searched for. */
const delay = 250
/** A shorter text is compared with complete ids only, since no index finds it in longer ones. */
const searchableFrom = 3

/** The state of a search. */
export interface Search {
  /** What was found; undefined while it is not known. */
  readonly found: Found | undefined
  readonly isSearching: boolean
  readonly error: ApiError | null
  readonly retry: () => void
}

/** Searches for the records of an id, after a pause in typing. An empty text is not searched for. */
export const useFind = (text: string): Search => {
  const { scope } = useScope()
  const [settled, setSettled] = useState(text)
  useEffect(() => {
    const timer = setTimeout(() => setSettled(text), delay)
    return () => clearTimeout(timer)
  }, [text])
  const query = useOperation(
    findDocument,
    { id: settled, text: settled, withSearch: settled.length >= searchableFrom, scope },
    { enabled: settled !== '' },
  )
  // Data of another text is not shown: the first result is the one that Enter opens.
  const isKnown = text !== '' && settled === text && !query.isFetching
  return {
    found: isKnown && !query.isError ? query.data : undefined,
    isSearching: text !== '' && !isKnown,
    error: isKnown ? query.error : null,
    retry: () => void query.refetch(),
  }
}
