/** Reads a remembered value; null if there is none, or if the browser stores nothing for this page. */
export const readStored = (storage: 'localStorage' | 'sessionStorage', key: string): string | null => {
  try {
    return window[storage].getItem(key)
  } catch {
    return null
  }
}

/** Remembers a value, or forgets it if it is null. Has no effect if the browser stores nothing for this page. */
export const writeStored = (storage: 'localStorage' | 'sessionStorage', key: string, value: string | null): void => {
  try {
    if (value === null) window[storage].removeItem(key)
    else window[storage].setItem(key, value)
  } catch {
    // The value then holds until the page is closed.
  }
}
