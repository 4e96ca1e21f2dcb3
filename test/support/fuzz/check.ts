import { maskRequestIds } from '../requestIds.ts'
import type { FuzzRequest } from './request.ts'
import type { FuzzResponse } from './send.ts'

/** Codes that the content of a request can cause. The others concern the caller or the server. */
const expectedCodes: ReadonlySet<unknown> = new Set(['BAD_USER_INPUT', 'NOT_FOUND', 'QUERY_TOO_COMPLEX'])
/** Maximum processor time of a request in milliseconds, including an embedded database. */
const maxCpuMs = 1000

/** Patterns that must never occur in a response. No value of a fuzz case matches them. */
const leaks: readonly (readonly [name: string, pattern: RegExp])[] = [
  ['a stack trace', /(?:\n|\\n)\s*at \S/],
  ['a path', /node_modules|file:\/\/|\/(?:src|dist|tmp|work|home|usr)\/|\.(?:ts|js|mjs|cjs|wasm)\b/],
  ['SQL', /\b(?:SELECT|INSERT INTO|DELETE FROM|ORDER BY|LEFT JOIN|WHERE)\b|::(?:text|timestamptz|jsonb)|monitoring_\w/],
  ['a message of the database', /\bSQLSTATE\b|\bpg_\w|syntax error at or near|relation "|Prisma|prisma|PGlite/],
  [
    'an error of the language',
    /\b(?:TypeError|RangeError|ReferenceError|SyntaxError)\b|is not a function|of undefined/,
  ],
]

interface GivenError {
  readonly message?: unknown
  readonly extensions?: { readonly code?: unknown }
}

/** Returns the problems of a response; empty if there are none. */
export const checkResponse = (request: FuzzRequest, response: FuzzResponse): string[] => {
  const { status, text, cpuMs } = response
  const problems = request.subject === 'export' ? checkExport(response) : checkGraphql(request, response)
  if (status >= 500) problems.push(`status ${status}`)
  if (cpuMs > maxCpuMs) problems.push(`took ${Math.round(cpuMs)} ms of processor time`)
  for (const [name, pattern] of leaks) {
    const found = pattern.exec(text)
    if (found) problems.push(`shows ${name}: ${JSON.stringify(found[0].slice(0, 100))}`)
  }
  return problems
}

const checkGraphql = ({ method, writes, headers }: FuzzRequest, { status, type, text }: FuzzResponse): string[] => {
  const { accept } = headers
  if (accept?.startsWith('application/') && !type.startsWith(accept.split(',')[0] ?? ''))
    return [`content type ${type}`]
  const body = parseObject(text)
  if (!body) return [`no JSON object: ${text.slice(0, 200)}`]
  const { data, errors } = body
  if (errors === undefined)
    return [
      ...(data === undefined ? ['neither data nor errors'] : []),
      ...(status === 200 ? [] : [`status ${status} without errors`]),
      ...(writes && method === 'GET' ? ['a mutation by GET was executed'] : []),
    ]
  if (!Array.isArray(errors) || errors.length === 0) return ['errors is not a list with items']
  return errors.flatMap((error: GivenError) => [
    ...(expectedCodes.has(error.extensions?.code) ? [] : [`code ${error.extensions?.code}: ${error.message}`]),
    ...(typeof error.message === 'string' && error.message !== '' ? [] : ['an error without a message']),
  ])
}

const checkExport = ({ status, type, text }: FuzzResponse): string[] => {
  if (status === 200) return /^text\/csv|^application\/x-ndjson/.test(type) ? [] : [`content type ${type}`]
  const { code, message } = parseObject(text) ?? {}
  return [
    ...(expectedCodes.has(code) ? [] : [`code ${code}: ${message}`]),
    ...(typeof message === 'string' && message !== '' ? [] : ['an error without a message']),
  ]
}

const parseObject = (text: string): Record<string, unknown> | undefined => {
  try {
    const value: unknown = JSON.parse(text)
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? { ...value } : undefined
  } catch {
    return undefined
  }
}

/** Returns how a repeated response differs from the first one, except for request ids; undefined if it does not. */
export const compareResponses = (first: FuzzResponse, other: FuzzResponse): string | undefined => {
  if (first.status !== other.status) return `status ${other.status} after ${first.status}: ${other.text.slice(0, 500)}`
  const [before, after] = [comparable(first.text), comparable(other.text)]
  if (before === after) return undefined
  const at = [...before].findIndex((character, index) => character !== after[index])
  const start = Math.max(0, at - 100)
  return `differs at ${at}:\n    ${before.slice(start, at + 200)}\n    ${after.slice(start, at + 200)}`
}

/** The text that is compared: without request ids, and with the members of a GraphQL response in a fixed order. */
const comparable = (text: string): string => {
  const { data, errors, extensions, ...others } = parseObject(text) ?? {}
  const isGraphql = data !== undefined || errors !== undefined
  const ordered = isGraphql ? JSON.stringify({ errors, data, extensions, ...others }) : text
  return maskRequestIds(ordered)
}
