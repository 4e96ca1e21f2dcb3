import type { MonitoringFilter as Filter } from '../db/sql/monitoringRules.ts'
import { builder } from './builder.ts'
import { monitoringFields } from './filterInput.ts'

const MonitoringFilter = builder.inputRef<Filter, false>('MonitoringFilter').implement({
  description: 'Filter for statistics. All given conditions must match. The time of a session is its start time.',
  // Pothos asks for mutable lists where the filter promises to leave them alone.
  fields: monitoringFields as never,
})

/** The `filter` argument of the figures. */
export const monitoringFilterArg = () =>
  builder.args((t) => ({
    filter: t.field({
      type: MonitoringFilter,
      description: 'Restricts the data by bot, pipeline and time. Default: all data.',
    }),
  }))
