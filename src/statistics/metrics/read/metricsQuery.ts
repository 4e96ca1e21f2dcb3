import type { Sql } from 'sql-template-tag'
import { z } from 'zod'
import type { Db } from '../../../db/client.ts'
import type { Filter } from '../../../db/sql/filters.ts'
import { limitToWindow } from '../../../db/sql/givenFilter.ts'
import type { MonitoringFields } from '../../../db/sql/monitoringRules.ts'
import type { MetricsDefinition } from '../../../records/definition/metrics/definition.ts'
import { once } from '../../../shared/once.ts'
import type { ResolvedWindow } from '../../../shared/timeWindow.ts'
import { isEmptyWindow } from '../../../shared/timeWindow.ts'
import type { MetricsOptions } from '../plan/arguments.ts'
import { mayEstimate } from '../plan/estimates.ts'
import type { Selection } from '../plan/selection.ts'
import type { Key } from '../sql/keys.ts'
import { keyOf } from '../sql/keys.ts'
import { hasMoreThan } from './estimates.ts'
import { makeWindowSegments, type WindowSegments } from './range.ts'

/** The values of one group, by the names of their columns. */
export type Values = Readonly<Record<string, unknown>>

/** The rows of statements have the columns that they select, of the types that measures declare. */
const valuesSchema = z.custom<Values>((row) => typeof row === 'object' && row !== null)

/** The name of the value that marks values whose percentiles are estimates. */
export const estimatedName = '$estimated'

/** How the parts of a field are read. */
export interface Reading {
  /** Whether percentiles are estimated from sketches, in all parts. */
  readonly estimates: boolean
  /** The values of a group without rows. */
  readonly none: Values
  /** Runs the statement of a part. */
  readonly read: (statement: Sql) => Promise<readonly Values[]>
}

/** A field of metrics that is resolved: what it reads, and what is selected. */
export interface MetricsQuery {
  readonly prisma: Db
  readonly definition: MetricsDefinition
  readonly options: MetricsOptions
  readonly selection: Selection
  readonly reading: () => Promise<Reading>
  readonly current: Stretch
  /** The data to compare with; undefined if there is no comparison. */
  readonly previous: Stretch | undefined
}

/** The rows of one time window. */
export interface Stretch {
  readonly filter: Filter<MonitoringFields>
  readonly window: ResolvedWindow
  /** The segments of the zone in which there are rows or buckets. */
  readonly segments: WindowSegments
  /** The keys of the dimensions that rows are grouped by. */
  readonly keys: () => Promise<readonly Key[]>
}

/** Prepares the reading of metrics. Nothing is read yet. */
export const makeMetricsQuery = (
  prisma: Db,
  definition: MetricsDefinition,
  options: MetricsOptions,
  selection: Selection,
  exactUpTo: number,
): MetricsQuery => {
  const { filter, window, previous, dimensions, timeZone } = options
  const makeStretch = (of: ResolvedWindow): Stretch => {
    const limited = limitToWindow(filter, of)
    const segments = makeWindowSegments(prisma, definition.source, { filter: limited, window: of, timeZone })
    const needsZone = dimensions.some(({ value: { kind } }) => kind === 'hourOfDay' || kind === 'dayOfWeek')
    return {
      filter: limited,
      window: of,
      segments,
      keys: once(async () => {
        const known = needsZone ? await segments.ofRows() : []
        return dimensions.map((dimension) => keyOf(dimension, known))
      }),
    }
  }
  const stretches = { current: makeStretch(window), previous: previous && makeStretch(previous) }
  const filters = [
    stretches.current,
    ...(stretches.previous && !isEmptyWindow(stretches.previous.window) ? [stretches.previous] : []),
  ].map(({ filter: one }) => one)
  return {
    prisma,
    definition,
    options,
    selection,
    reading: once(async () => {
      const estimates =
        (await mayEstimate(definition, options, selection, stretches)) &&
        (await hasMoreThan(prisma, definition.source, filters, exactUpTo))
      return makeReading(prisma, estimates)
    }),
    ...stretches,
  }
}

const makeReading = (prisma: Db, estimates: boolean): Reading => {
  const read = (statement: Sql) => prisma.$statistics(valuesSchema, statement)
  if (!estimates) return { estimates, none: {}, read }
  const mark = { [estimatedName]: true }
  return {
    estimates,
    none: mark,
    read: async (statement) => (await read(statement)).map((row) => ({ ...row, ...mark })),
  }
}
