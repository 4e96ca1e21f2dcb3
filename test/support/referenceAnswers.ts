import { readFileSync } from 'node:fs'
import { join } from 'node:path'

type Json = string | number | boolean | null | Json[] | { [key: string]: Json }
/** An object in the reference responses. */
export type JsonObject = { [key: string]: Json }

/** A recorded response of the reference service. */
export interface ReferenceCase {
  readonly name: string
  /** The endpoint, without its query string. */
  readonly endpoint: string
  readonly parameters: URLSearchParams
  readonly data: JsonObject
}

/** The recorded responses of one endpoint. */
export const readCases = (endpoint: RegExp): ReferenceCase[] =>
  readFileSync(join(import.meta.dirname, '..', 'data', 'answers.ndjson'), 'utf8')
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as { name: string; path: string; data: JsonObject })
    .map(({ name, path, data }) => {
      const [before = '', query = ''] = path.split('?')
      return { name, endpoint: before, parameters: new URLSearchParams(query), data }
    })
    .filter((one) => endpoint.test(one.endpoint))

/** The recorded responses of one endpoint with their names, for parameterized tests. */
export const nameCases = (endpoint: RegExp) => readCases(endpoint).map((one) => [one.name, one] as const)

/** Narrows a value of the reference responses to an object. */
export const asObject = (value: Json | undefined): JsonObject => {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) throw new Error(`no object: ${value}`)
  return value
}

/** Narrows a value of the reference responses to a list of objects. */
export const asList = (value: Json | undefined): JsonObject[] => {
  if (!Array.isArray(value)) throw new Error(`no list: ${value}`)
  return value.map(asObject)
}

const camelCase = (name: string): string => name.replaceAll(/_(\w)/g, (_, letter: string) => letter.toUpperCase())

/** Names that differ in more than their case. */
const renamed: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  llmCall: { duration: 'durationMs' },
  embeddingCall: { duration: 'durationMs' },
  session: { session_id: 'id' },
  feedback: { feedback_type: 'type', feedback_content: 'content' },
}

const enums = new Set(['status', 'level', 'role', 'callType'])
const times = new Set(['timestamp', 'startTime', 'lastActivity'])

const parse = (text: string): Json => {
  try {
    return JSON.parse(text) as Json
  } catch {
    return text
  }
}

const translateValue = (field: string, value: Json): Json => {
  if (field === 'inaccurateReasons') return value === null ? [] : parse(String(value))
  if (value === null) return null
  if (times.has(field)) return `${String(value).padEnd(26, '0').slice(0, 19)}.${msOf(String(value))}Z`
  if (enums.has(field)) return String(value).toUpperCase()
  if (field === 'type') return value === 1 ? 'LIKE' : 'DISLIKE'
  if (field === 'variables') return parse(String(value))
  return value
}

const msOf = (time: string): string => (time.split('.')[1] ?? '').padEnd(3, '0').slice(0, 3)

/**
 * Converts a row of the reference to the format of this server: names, times to the millisecond, enums, parsed JSON.
 */
export const translateRow = (kind: string, row: JsonObject): JsonObject =>
  Object.fromEntries(
    Object.entries(row).map(([name, value]) => {
      const field = renamed[kind]?.[name] ?? camelCase(name)
      return [field, translateValue(field, value)]
    }),
  )

/** Converts the query string of a case to a filter. */
export const translateFilter = (parameters: URLSearchParams): JsonObject => {
  const lists = {
    botIds: parameters.getAll('botId'),
    pipelineIds: parameters.getAll('pipelineId'),
    sessionIds: parameters.getAll('sessionId'),
    knowledgeBaseIds: parameters.getAll('knowledgeBaseId'),
    types: parameters.getAll('feedbackType').map((type) => (type === '1' ? 'LIKE' : 'DISLIKE')),
  }
  const filter: JsonObject = {}
  for (const [name, values] of Object.entries(lists)) if (values.length > 0) filter[name] = values
  for (const name of ['startTime', 'endTime']) {
    const value = parameters.get(name)
    if (value !== null) filter[name] = value
  }
  const isActive = parameters.get('isActive')
  if (isActive !== null) filter['isActive'] = isActive === 'true'
  return filter
}

/** Whether a case filters by bot or pipeline. The reference counts all embedding calls even then. */
export const isScoped = (parameters: URLSearchParams): boolean =>
  parameters.has('botId') || parameters.has('pipelineId')
