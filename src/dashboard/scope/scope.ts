import type { MonitoringFilter } from '../generated/graphql.ts'
import { defaultLast } from './range.ts'
import type { ScopeSearch } from './search.ts'

/** Converts the shared search parameters to the variable `scope` of every operation of the page. */
export const toScope = (
  { last, calendar, from, to, bot, pipeline }: ScopeSearch,
  timeZone: string,
): MonitoringFilter => ({
  ...(from && to ? { startTime: from, endTime: to } : calendar ? { calendar } : { last: last ?? defaultLast }),
  timeZone,
  ...(bot ? { botIds: [...bot] } : {}),
  ...(pipeline ? { pipelineIds: [...pipeline] } : {}),
})
