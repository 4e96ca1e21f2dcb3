import { useNavigate, useSearch } from '@tanstack/react-router'
import { useMemo } from 'react'
import type { MonitoringFilter } from '../generated/graphql.ts'
import { type Formats, makeFormats } from '../i18n/formats.ts'
import { useLanguage } from '../i18n/language.ts'
import { toScope } from './scope.ts'
import type { Comparison, ScopeSearch } from './search.ts'

/** The time zone of the browser. */
export const browserZone = new Intl.DateTimeFormat().resolvedOptions().timeZone

/** What is selected for all views. */
export interface SelectedScope {
  readonly search: ScopeSearch
  readonly timeZone: string
  /** The variable `scope` of every operation. */
  readonly scope: MonitoringFilter
  /** The argument `compareTo` of metrics; null for no comparison. */
  readonly compareTo: Exclude<Comparison, 'NONE'> | null
}

/** Reads what is selected for all views from the URL. */
export const useScope = (): SelectedScope => {
  const search: ScopeSearch = useSearch({ from: '__root__' })
  return useMemo(() => {
    const timeZone = search.zone ?? browserZone
    return {
      search,
      timeZone,
      scope: toScope(search, timeZone),
      compareTo: search.compare === 'NONE' ? null : (search.compare ?? 'PREVIOUS_PERIOD'),
    }
  }, [search])
}

/** Returns a function that changes what is selected, as a new entry of the browser's history. */
export const useSetScope = (): ((change: Partial<ScopeSearch>) => void) => {
  const navigate = useNavigate()
  return (change) =>
    void navigate({ to: '.', search: (search) => ({ ...search, ...change, after: undefined, before: undefined }) })
}

/** Returns the formats of the selected language and time zone. */
export const useFormats = (): Formats => {
  const language = useLanguage()
  const { timeZone } = useScope()
  return useMemo(() => makeFormats(language, timeZone), [language, timeZone])
}

/** Returns a function that selects a custom time range, e.g. one that was marked in a chart. */
export const useSelectRange = (): ((from: string, to: string) => void) => {
  const setScope = useSetScope()
  return (from, to) => setScope({ last: undefined, calendar: undefined, from, to })
}
