import type { MonitoringFilter as Filter } from '../db/sql/monitoringRules.ts'
import { builder } from './builder.ts'
import { monitoringFields } from './filterInput.ts'

const MonitoringFilter = builder.inputRef<Filter, false>('MonitoringFilter').implement({
  description: 'Of whose data, and from when, to give figures: all that is given must hold.',
  // Pothos asks for mutable lists where the filter promises to leave them alone.
  fields: monitoringFields as never,
})

/** The `filter` argument of the figures. */
export const monitoringFilterArg = () =>
  builder.args((t) => ({
    filter: t.field({ type: MonitoringFilter, description: 'Which data to take; absent: all.' }),
  }))
