import type { Rollup } from '../db/rollups/rollup.ts'
import { records } from './registry.ts'

/** The rollups of all records. */
export const rollups: readonly Rollup[] = records.map(({ source }) => source.rolledUp.rollup)
