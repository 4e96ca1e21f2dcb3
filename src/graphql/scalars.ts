import { Kind, print, type ValueNode } from 'graphql'
import { GraphQLJSON, GraphQLSafeInt } from 'graphql-scalars'
import { badInput, quote } from '../shared/errors.ts'
import { clampSafe } from '../shared/figures.ts'
import { formatTime, parseTime } from '../shared/time.ts'
import { parseTimeZone } from '../shared/timeZone.ts'
import { builder } from './builder.ts'

const readText = (type: string, value: unknown): string => {
  if (typeof value === 'string') return value
  throw badInput(`${type} is given as a string, not as ${quote(value)}`)
}

const readLiteral = (type: string, node: ValueNode): string => {
  if (node.kind === Kind.STRING) return node.value
  throw badInput(`${type} is given as a string, not as ${quote(print(node))}`)
}

builder.scalarType('DateTime', {
  description:
    'A point in time: RFC 3339, e.g. `2026-06-05T13:00:00.000Z`. Output is always UTC with milliseconds. Input may have any offset; without one it is UTC, a date alone is its midnight in UTC, and digits finer than a millisecond are cut off.',
  serialize: formatTime,
  parseValue: (value) => parseTime(readText('DateTime', value)),
  parseLiteral: (node) => parseTime(readLiteral('DateTime', node)),
})

builder.scalarType('TimeZone', {
  description:
    'A time zone by its IANA name, e.g. `Europe/Berlin`, `Asia/Shanghai` or `UTC`. Offsets such as `+08:00` are not accepted: they know no daylight-saving time.',
  serialize: (zone) => zone,
  parseValue: (value) => parseTimeZone(readText('TimeZone', value)),
  parseLiteral: (node) => parseTimeZone(readLiteral('TimeZone', node)),
})

builder.addScalarType('SafeInt', GraphQLSafeInt, {
  description:
    'A whole number of up to 2^53-1 in size, sent as a JSON number: sums outgrow the 32 bits of `Int`. A sum that exceeds it is returned as 2^53-1, with its sign.',
  serialize: (value) => GraphQLSafeInt.serialize(typeof value === 'number' ? clampSafe(value) : value),
})

builder.addScalarType('JSON', GraphQLJSON, {
  description: 'Any JSON value: an object, a list, a string, a number, a truth value or null.',
})
