import { useSyncExternalStore } from 'react'

const narrow = matchMedia('(max-width: 40rem)')

const subscribe = (listener: () => void): (() => void) => {
  narrow.addEventListener('change', listener)
  return () => narrow.removeEventListener('change', listener)
}

/** Whether the page is as narrow as a phone, which has room for fewer time buckets. */
export const useIsNarrow = (): boolean => useSyncExternalStore(subscribe, () => narrow.matches)
