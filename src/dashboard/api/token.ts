import { useSyncExternalStore } from 'react'
import { readStored, writeStored } from '../state/storage.ts'
import { makeStore } from '../state/store.ts'

const storageKey = 'botlens:token'

/** The token of the session of this browser tab, and whether the server rejected the last request without a valid one. */
export interface Access {
  readonly token: string | null
  readonly isRejected: boolean
}

const store = makeStore<Access>({ token: readStored('sessionStorage', storageKey), isRejected: false })

/** Returns the token to send; null if there is none. */
export const readToken = (): string | null => store.get().token

/** Sets the token, which is kept until the tab is closed. Null forgets it. */
export const setToken = (token: string | null): void => {
  writeStored('sessionStorage', storageKey, token)
  store.set({ token, isRejected: false })
}

/** Notes that the server rejected a request that was sent with this token. */
export const rejectToken = (token: string | null): void => {
  if (token === store.get().token) store.set({ token, isRejected: true })
}

/** Forgets the token, and asks for another. */
export const askForToken = (): void => {
  setToken(null)
  rejectToken(null)
}

/** Calls a listener whenever another token is set. */
export const onTokenChange = (listener: () => void): void => {
  let before = readToken()
  store.subscribe(() => {
    if (readToken() === before) return
    before = readToken()
    listener()
  })
}

/** Returns the token and whether it was rejected. */
export const useAccess = (): Access => useSyncExternalStore(store.subscribe, store.get)
