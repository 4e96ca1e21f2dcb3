import type { EnumRef } from '@pothos/core'
import { unknownValue } from '../db/sql/filters.ts'
import { builder } from './builder.ts'

/**
 * An enum of values that are stored as other text or numbers, with `UNKNOWN` for anything else that is stored:
 * imported data never breaks a query.
 */
export const defineStoredEnum = <const Stored extends string | number>(
  name: string,
  description: string,
  values: Readonly<Record<string, { readonly value: Stored; readonly description: string }>>,
) => {
  const known = new Set<unknown>(Object.values(values).map(({ value }) => value))
  const type = builder.enumType(name, {
    description,
    values: {
      ...values,
      UNKNOWN: {
        value: unknownValue,
        description: 'A stored value that is none of the others, as imported data may have. It cannot be recorded.',
      },
    },
  })
  return {
    // The values are those given and `UNKNOWN`, which Pothos cannot follow through a record.
    type: type as unknown as EnumRef<typeof builder.$inferSchemaTypes, Stored | typeof unknownValue>,
    /** The names that can be recorded: all but `UNKNOWN`. */
    names: Object.keys(values) as readonly string[],
    /** The enum's value for a stored one. */
    read: (stored: string | number): Stored | typeof unknownValue =>
      known.has(stored) ? (stored as Stored) : unknownValue,
  }
}
