import type { MonitoringFilter as Filter } from '../db/sql/monitoringRules.ts'
import { builder } from './builder.ts'
import { monitoringFields } from './filterInput.ts'

const MonitoringFilter = builder.inputRef<Filter, false>('MonitoringFilter').implement({
  description: 'Filter for statistics. All given conditions must match. The time of a session is its start time.',
  // Pothos requires mutable lists, while the filter declares readonly ones.
  fields: monitoringFields as never,
})

/** The `filter` argument of the statistics. */
export const monitoringFilterArg = () =>
  builder.args((t) => ({
    filter: t.field({
      type: MonitoringFilter,
      description: 'Restricts the data by bot, pipeline and time. Default: all data.',
    }),
  }))
