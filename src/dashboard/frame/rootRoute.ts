import { createRootRoute } from '@tanstack/react-router'
import { type RawSearch, readScopeSearch, readText, type ScopeSearch } from '../scope/search.ts'
import { UnknownPage, ViewFailure } from './failures.tsx'
import { Shell } from './Shell.tsx'

/** The search parameters of every view. */
export interface PageSearch extends ScopeSearch {
  /** The cursor after, or before, which a list continues. Changing the selection goes back to its start. */
  readonly after?: string | undefined
  readonly before?: string | undefined
}

/** The route around all views: the frame of the page. */
export const rootRoute = createRootRoute({
  validateSearch: (raw: RawSearch): PageSearch => ({
    ...readScopeSearch(raw),
    after: readText(raw, 'after'),
    before: readText(raw, 'before'),
  }),
  component: Shell,
  notFoundComponent: UnknownPage,
  errorComponent: ViewFailure,
})
