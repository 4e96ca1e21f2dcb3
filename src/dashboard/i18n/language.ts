import { useSyncExternalStore } from 'react'
import { readStored, writeStored } from '../state/storage.ts'
import { makeStore } from '../state/store.ts'
import { type Language, languages, type TextsByLanguage, type Translated } from './texts.ts'

const storageKey = 'botlens:language'

const isLanguage = (value: string | null): value is Language => value !== null && value in languages

const readLanguage = (): Language => {
  const stored = readStored('localStorage', storageKey)
  if (isLanguage(stored)) return stored
  return navigator.languages[0]?.toLowerCase().startsWith('zh') ? 'zh-CN' : 'en'
}

const store = makeStore<Language>(readLanguage())

const markPage = (): void => {
  document.documentElement.lang = store.get()
}
markPage()
store.subscribe(markPage)

/** Selects the language, and remembers it in this browser. */
export const setLanguage = (language: Language): void => {
  writeStored('localStorage', storageKey, language)
  store.set(language)
}

/** Returns the selected language: the remembered one, else that of the browser, else English. */
export const useLanguage = (): Language => useSyncExternalStore(store.subscribe, store.get)

/** Returns the texts in the selected language. */
export const useTexts = <Texts>(texts: TextsByLanguage<Texts>): Translated<Texts> => texts[useLanguage()]
