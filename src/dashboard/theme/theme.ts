import { useSyncExternalStore } from 'react'
import { readStored, writeStored } from '../state/storage.ts'
import { makeStore } from '../state/store.ts'

/** The choice of colours; `system` follows the settings of the device. */
export const themes = ['system', 'light', 'dark'] as const

/** One choice of colours. */
export type Theme = (typeof themes)[number]

const storageKey = 'botlens:theme'

const stored = readStored('localStorage', storageKey)
const store = makeStore<Theme>(themes.find((theme) => theme === stored) ?? 'system')
const prefersDark = matchMedia('(prefers-color-scheme: dark)')

const apply = (): void => {
  const theme = store.get()
  const isDark = theme === 'dark' || (theme === 'system' && prefersDark.matches)
  document.documentElement.dataset['theme'] = isDark ? 'dark' : 'light'
}
apply()
store.subscribe(apply)
prefersDark.addEventListener('change', apply)

/** Selects the colours, and remembers the choice in this browser. */
export const setTheme = (theme: Theme): void => {
  writeStored('localStorage', storageKey, theme)
  store.set(theme)
}

/** Returns the selected choice of colours. */
export const useTheme = (): Theme => useSyncExternalStore(store.subscribe, store.get)
