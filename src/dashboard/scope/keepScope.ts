import { type ScopeSearch, scopeKeys } from './search.ts'

/** Search parameters of a link to another view: only those that all views share. */
export const keepScope = (search: ScopeSearch): ScopeSearch =>
  Object.fromEntries(scopeKeys.map((key) => [key, search[key]]))
