import { drawChance, drawInt, pick, type Random } from '../../src/demo/random.ts'
import type { AllRows, AnyRow } from './relatedRows.ts'

/** A filter as sent by a client. */
export type PlainFilter = Readonly<Record<string, unknown>>

const children = ['llmCalls', 'embeddingCalls', 'toolCalls', 'errors', 'feedback']
const parents: Readonly<Record<string, readonly [field: string, list: string]>> = {
  message: ['messageId', 'messages'],
  session: ['sessionId', 'sessions'],
}
const flags: Readonly<Record<string, string>> = { hasErrors: 'errors', hasFeedback: 'feedback' }

/** Enum fields: their column, and the stored values by name. */
const enums: Readonly<Record<string, readonly [column: string, stored: Readonly<Record<string, unknown>>]>> = {
  statuses: ['status', { SUCCESS: 'success', ERROR: 'error' }],
  roles: ['role', { USER: 'user', ASSISTANT: 'assistant' }],
  types: ['type', { LIKE: 1, DISLIKE: 2 }],
}
const texts: Readonly<Record<string, readonly [column: string, values: readonly string[]]>> = {
  botIds: ['botId', ['bot-1', 'bot-2']],
  platforms: ['platform', ['person', 'group']],
  userIds: ['userId', ['user-1', 'user-2']],
  errorTypes: ['errorType', ['TimeoutError', 'ValueError']],
}

/** The fields of the records' filters that are drawn, besides the window and the relations. */
const ownFields: Readonly<Record<string, readonly string[]>> = {
  messages: ['botIds', 'statuses', 'roles', 'platforms', 'userIds'],
  sessions: ['botIds', 'platforms', 'userIds', 'isActive'],
  llmCalls: ['botIds', 'statuses', 'totalTokens', 'cost'],
  embeddingCalls: ['botIds', 'statuses', 'totalTokens'],
  toolCalls: ['botIds', 'statuses'],
  errors: ['botIds', 'errorTypes'],
  feedback: ['botIds', 'types', 'platforms', 'userIds'],
  turns: ['botIds', 'platforms', 'userIds'],
}

/** The lists of records that refer to one of a list, and the column that they do so with. */
const listsOf = (list: string): readonly string[] =>
  list === 'sessions' ? ['messages', 'turns', ...children] : list === 'messages' ? children : []

const childrenOf = (all: AllRows, list: string, { id, messageIds }: AnyRow, child: string): readonly AnyRow[] => {
  if (list === 'turns') return (all[child] ?? []).filter((row) => (messageIds as unknown[]).includes(row['messageId']))
  const column = list === 'sessions' ? 'sessionId' : 'messageId'
  return (all[child] ?? []).filter((row) => row[column] === id)
}

/** Whether a row of a list matches a filter: a plain computation over all rows. */
export const matches = (all: AllRows, list: string, row: AnyRow, filter: PlainFilter): boolean =>
  Object.entries(filter).every(([field, value]) => value === null || matchesField(all, list, row, field, value))

const matchesField = (all: AllRows, list: string, row: AnyRow, field: string, value: unknown): boolean => {
  const matchesInner = (inner: PlainFilter) => matches(all, list, row, inner)
  const filters = value as readonly PlainFilter[]
  if (field === 'and') return filters.every(matchesInner)
  if (field === 'or') return filters.length === 0 || filters.some(matchesInner)
  if (field === 'not') return !matchesInner(value as PlainFilter)
  const [reference, parentList] = parents[field] ?? []
  if (reference !== undefined && parentList !== undefined)
    return (all[parentList] ?? []).some(
      (parent) => parent.id === row[reference] && matches(all, parentList, parent, value as PlainFilter),
    )
  const flagged = flags[field]
  if (flagged !== undefined) return childrenOf(all, list, row, flagged).length > 0 === value
  if (listsOf(list).includes(field)) {
    const { some, none } = value as { some?: PlainFilter | null; none?: PlainFilter | null }
    const has = (inner: PlainFilter) =>
      childrenOf(all, list, row, field).some((child) => matches(all, field, child, inner))
    return (!some || has(some)) && (!none || !has(none))
  }
  return matchesValue(row, field, value)
}

const matchesValue = (row: AnyRow, field: string, value: unknown): boolean => {
  const time = (row['timestamp'] ?? row['startTime']) as Date
  if (field === 'startTime') return time >= new Date(String(value))
  if (field === 'endTime') return time <= new Date(String(value))
  if (field === 'isActive') return row[field] === value
  if (field === 'cost' || field === 'totalTokens') {
    const { gte, lt } = value as { gte?: number; lt?: number }
    const own = row[field]
    if (gte === undefined && lt === undefined) return true
    return typeof own === 'number' && own >= (gte ?? own) && (lt === undefined || own < lt)
  }
  const values = value as readonly string[]
  if (values.length === 0) return true
  const [column, stored] = enums[field] ?? []
  if (column === undefined || !stored) return values.includes(String(row[texts[field]?.[0] ?? '']))
  if (row[column] === null) return false
  const name = Object.keys(stored).find((key) => stored[key] === row[column])
  return values.includes(name ?? 'UNKNOWN')
}

/** Draws a filter of a list, with relations nested up to the given depth. */
export const drawFilter = (random: Random, list: string, depth: number): PlainFilter => {
  const relations = depth === 0 ? [] : [...Object.keys(parents), ...listsOf(list), ...Object.keys(flags)]
  const usable = relations.filter((field) => {
    if (field === 'message') return children.includes(list)
    if (field === 'session') return list !== 'sessions'
    return field in flags ? ['messages', 'sessions', 'turns'].includes(list) : true
  })
  const own = [...(ownFields[list] ?? []), 'startTime', 'endTime']
  const fields = [
    ...(drawChance(random, 0.5) ? [pick(random, own)] : []),
    ...(usable.length > 0 && drawChance(random, 0.7) ? [pick(random, usable)] : []),
    ...(depth > 0 && drawChance(random, 0.4) ? [pick(random, ['and', 'or', 'not'])] : []),
  ]
  return Object.fromEntries(fields.map((field) => [field, drawValue(random, list, field, depth)]))
}

const drawValue = (random: Random, list: string, field: string, depth: number): unknown => {
  const inner = (of: string) => drawFilter(random, of, depth - 1)
  if (drawChance(random, 0.03)) return null
  if (field === 'not') return inner(list)
  if (field === 'and' || field === 'or') return Array.from({ length: drawInt(random, 0, 3) }, () => inner(list))
  const parent = parents[field]
  if (parent) return inner(parent[1])
  if (field in flags || field === 'isActive') return drawChance(random, 0.5)
  if (listsOf(list).includes(field))
    return pick(random, [
      () => ({ some: inner(field) }),
      () => ({ none: inner(field) }),
      () => ({ some: inner(field), none: inner(field) }),
      () => ({ some: null }),
    ])()
  const day = drawInt(random, 1, 4)
  if (field === 'startTime') return `2026-06-0${day}`
  if (field === 'endTime') return `2026-06-0${day}T12:00:00Z`
  if (field === 'cost') return pick(random, [{ gte: 1 }, { lt: 1 }, {}])
  if (field === 'totalTokens') return pick(random, [{ gte: drawInt(random, 0, 20) }, { lt: drawInt(random, 0, 20) }])
  const values = enums[field] ? [...Object.keys(enums[field][1]), 'UNKNOWN'] : (texts[field]?.[1] ?? [])
  return pick(random, [[], [pick(random, values)], [pick(random, values)], values])
}
