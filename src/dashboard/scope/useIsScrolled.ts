import { useSyncExternalStore } from 'react'

/** Pixels from which on the page counts as scrolled. */
const threshold = 100

const subscribe = (listener: () => void): (() => void) => {
  window.addEventListener('scroll', listener, { passive: true })
  return () => window.removeEventListener('scroll', listener)
}

/** Whether the reader has scrolled down. */
export const useIsScrolled = (): boolean => useSyncExternalStore(subscribe, () => window.scrollY > threshold)
