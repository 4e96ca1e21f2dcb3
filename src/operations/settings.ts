import type { z } from 'zod'
import { wholeNumber } from '../shared/settingTypes.ts'

/** The settings of what the server tells of itself, as the environment has them. */
export const operationsEnvironment = { SLOW_OPERATION_MS: wholeNumber(1, 3_600_000, 1000) }

/** What the server tells of itself. */
export interface OperationsSettings {
  /** Milliseconds from which on an operation is logged as slow. */
  readonly slowMs: number
}

/** The settings of what the server tells of itself. */
export const readOperations = (env: z.infer<z.ZodObject<typeof operationsEnvironment>>): OperationsSettings => ({
  slowMs: env.SLOW_OPERATION_MS,
})
