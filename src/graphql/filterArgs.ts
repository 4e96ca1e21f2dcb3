import type { InputRef } from '@pothos/core'
import type { GivenFilter } from '../db/sql/givenFilter.ts'
import type { MonitoringFields } from '../db/sql/monitoringRules.ts'
import { builder } from './builder.ts'
import { type InputFields, monitoringFields } from './filterInput.ts'

const zone =
  'Time zone in which `last` and `calendar` are resolved. Default: in `filter`, the `timeZone` of `scope`; otherwise the argument `timeZone` of the field if it has one, otherwise UTC.'

const MonitoringFilter = builder.inputRef<GivenFilter<MonitoringFields>, false>('MonitoringFilter').implement({
  description:
    'Filter by bot, pipeline and time: the `filter` of statistics, and the `scope` of any field. All given conditions must match. For sessions, the time is the start time; for turns, the time of the first message.',
  // Pothos requires mutable lists, while the filter declares readonly ones.
  fields: ((t: InputFields) => monitoringFields(t, { zone })) as never,
})

/**
 * The arguments `filter` and `scope` of a field. `resolveFilter` turns their values into one filter.
 * @param filter the type of the filter.
 * @param description the description of the filter.
 */
export const filterArgs = <Fields>(filter: InputRef<GivenFilter<Fields>>, description: string) =>
  builder.args((t) => ({
    filter: t.field({ type: filter, description }),
    ...scopeArg(
      'Additional restriction by bot, pipeline and time, combined with `filter`. Pass one variable as the `scope` of all fields of an operation to restrict them together. Default: no restriction.',
    ),
  }))

/** The argument `scope` of a field. */
export const scopeArg = (description: string) =>
  builder.args((t) => ({ scope: t.field({ type: MonitoringFilter, description }) }))

/** The arguments `filter` and `scope` of the statistics. */
export const monitoringFilterArgs = () =>
  filterArgs(MonitoringFilter, 'Restricts the data by bot, pipeline and time. Default: all data.')
