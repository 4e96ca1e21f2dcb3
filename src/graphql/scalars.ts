import { Kind, print, type ValueNode } from 'graphql'
import { GraphQLJSON, GraphQLSafeInt } from 'graphql-scalars'
import { badInput, quote } from '../shared/errors.ts'
import { parseIsoDuration } from '../shared/isoDuration.ts'
import { clampSafe } from '../shared/numbers.ts'
import { formatTime, parseTime } from '../shared/time.ts'
import { parseTimeZone } from '../shared/timeZone.ts'
import { builder } from './builder.ts'

const readText = (type: string, value: unknown): string => {
  if (typeof value === 'string') return value
  throw badInput(`${type} must be a string, not ${quote(value)}`)
}

const readLiteral = (type: string, node: ValueNode): string => {
  if (node.kind === Kind.STRING) return node.value
  throw badInput(`${type} must be a string, not ${quote(print(node))}`)
}

builder.scalarType('DateTime', {
  description:
    'A point in time in RFC 3339 format, e.g. `2026-06-05T13:00:00.000Z`, in the years 1 to 9999. Output is always in UTC with milliseconds. Input may have any offset. Input without an offset is interpreted as UTC, and a date without a time as midnight UTC. Digits beyond milliseconds are truncated.',
  serialize: formatTime,
  parseValue: (value) => parseTime(readText('DateTime', value)),
  parseLiteral: (node) => parseTime(readLiteral('DateTime', node)),
})

builder.scalarType('TimeZone', {
  description:
    'An IANA time zone name, e.g. `Europe/Berlin`, `Asia/Shanghai` or `UTC`. Offsets such as `+08:00` are not accepted, since they do not define daylight-saving time.',
  serialize: (zone) => zone,
  parseValue: (value) => parseTimeZone(readText('TimeZone', value)),
  parseLiteral: (node) => parseTimeZone(readLiteral('TimeZone', node)),
})

builder.scalarType('Duration', {
  description:
    'An ISO 8601 duration, e.g. `PT90M`, `PT24H`, `P7D`, `P4W` or `P1M`, from 1 millisecond to 100 years. Days and longer units follow the calendar of a time zone: a day has 23 or 25 hours when clocks change. If the resulting month lacks the day, its last day is used: `P1M` before 31 March is 28 or 29 February.',
  serialize: String,
  parseValue: (value) => parseIsoDuration(readText('Duration', value)),
  parseLiteral: (node) => parseIsoDuration(readLiteral('Duration', node)),
})

builder.addScalarType('SafeInt', GraphQLSafeInt, {
  description:
    'An integer from -(2^53-1) to 2^53-1, sent as a JSON number. Used for counts and sums, which can exceed the 32 bits of `Int`. A result outside this range is clamped to the nearest limit.',
  serialize: (value) => GraphQLSafeInt.serialize(typeof value === 'number' ? clampSafe(value) : value),
})

builder.addScalarType('JSON', GraphQLJSON, {
  description: 'Any JSON value: an object, an array, a string, a number, a boolean or null.',
})
