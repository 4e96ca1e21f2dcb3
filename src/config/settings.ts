import type { z } from 'zod'
import { environmentSchema } from './config.ts'

/** A setting, as documented. */
export interface Setting {
  readonly name: string
  readonly meaning: string
  /** The range of a number, or the values of a boolean; undefined if the description says what is allowed. */
  readonly allowed: string | undefined
  /** The default value; undefined if there is none. */
  readonly default: string | undefined
}

const readAllowed = (type: z.ZodType): string | undefined => {
  const allowed = type.meta()?.['allowed']
  return typeof allowed === 'string' ? allowed : undefined
}

const describeDefault = (type: z.ZodType): string | undefined => {
  const value = type.parse(undefined)
  return value === undefined || (Array.isArray(value) && value.length === 0) ? undefined : String(value)
}

/** Lists all settings, from the declarations that parse them. */
export const listSettings = (): Setting[] =>
  Object.entries<z.ZodType>(environmentSchema.shape).map(([name, type]) => ({
    name,
    meaning: type.description ?? '',
    allowed: readAllowed(type),
    default: describeDefault(type),
  }))
