import type { LiveTable } from '../db/live/tables.ts'
import { records } from './registry.ts'

/** The tables of all records, with the changes of them that are live events. */
export const liveTables: readonly LiveTable[] = records.map(({ table, live }) => ({
  table,
  hasChanges: live?.hasChanges ?? false,
}))
