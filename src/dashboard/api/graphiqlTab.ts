import { readStored, writeStored } from '../state/storage.ts'

/** Where GraphiQL stores its tabs. */
const storageKey = 'graphiql:tabState'

/** Adds a tab to GraphiQL, which it shows when it is opened in this browser the next time. */
export const addGraphiqlTab = (title: string, query: string, variables: string): void => {
  const tab = { id: crypto.randomUUID?.() ?? String(Date.now()), title, query, variables }
  const empty = { headers: null, operationName: null, response: null, hash: null }
  const tabs = [...readTabs(), { ...tab, ...empty }]
  writeStored('localStorage', storageKey, JSON.stringify({ tabs, activeTabIndex: tabs.length - 1 }))
}

const readTabs = (): readonly unknown[] => {
  try {
    const { tabs } = JSON.parse(readStored('localStorage', storageKey) ?? '') as { readonly tabs?: unknown }
    return Array.isArray(tabs) ? tabs : []
  } catch {
    return []
  }
}
