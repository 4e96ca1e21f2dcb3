import { isInputObjectType } from 'graphql'
import { drawChance, drawInt, pick, type Random } from '../../../src/demo/random.ts'
import { exportTypes } from '../../../src/export/types.ts'
import { calendarPeriods } from '../../../src/shared/timeWindow.ts'
import type { Known } from './known.ts'
import { drawOperation, type OperationTarget } from './operation.ts'
import { drawString } from './scalars.ts'
import { printJson } from './value.ts'
import { drawValue } from './values.ts'

/** The complete request of a fuzz case, which can be printed and sent again. */
export interface FuzzRequest {
  /** The subject of the request, e.g. `query.messages` or `export`. */
  readonly subject: string
  readonly method: 'GET' | 'POST'
  readonly path: string
  readonly headers: Readonly<Record<string, string>>
  readonly body?: string
  /** Whether it changes data. It is then sent once. */
  readonly writes: boolean
}

const accepts = [
  { accept: 'application/json' },
  { accept: 'application/graphql-response+json' },
  { accept: 'application/graphql-response+json, application/json;q=0.9' },
  { accept: '*/*' },
  {},
]

/** A request with an operation on a root field, by `POST` or `GET`. */
export const drawGraphqlRequest = (known: Known, random: Random, target: OperationTarget): FuzzRequest => {
  const { query, variables, operationName } = drawOperation(known, random, target)
  const isGet = drawChance(random, target.root === 'query' ? 0.4 : 0.05)
  const headers = pick(random, accepts)
  const subject = `${target.root}.${target.field.name}`
  const writes = target.root === 'mutation'
  const name = operationName === undefined ? undefined : operationName
  if (isGet) {
    const parameters = Object.entries({ query, variables, operationName: name?.toWellFormed() }).flatMap(
      ([key, value]) => (value === undefined ? [] : [`${key}=${encodeURIComponent(value)}`]),
    )
    return { subject, method: 'GET', path: `/graphql?${parameters.join('&')}`, headers, writes }
  }
  const parts = [
    `"query":${JSON.stringify(query)}`,
    ...(variables === undefined ? [] : [`"variables":${variables}`]),
    ...(name === undefined ? [] : [`"operationName":${JSON.stringify(name)}`]),
  ]
  const body = `{${parts.join(',')}}`
  return {
    subject,
    method: 'POST',
    path: '/graphql',
    headers: { ...headers, 'content-type': 'application/json' },
    body,
    writes,
  }
}

/** The parameters of the export, each with a generator of valid values. */
const exportParameters: Readonly<Record<string, (random: Random, known: Known, type: string) => string>> = {
  type: (_random, _known, type) => type,
  format: (random) => pick(random, ['csv', 'ndjson']),
  limit: (random) => String(drawInt(random, 1, 50)),
  raw: (random) => pick(random, ['true', 'false']),
  columns: (random) => pick(random, ['id', 'id,timestamp', 'timestamp, id', 'id,bot_id']),
  startTime: (random) => `2026-0${drawInt(random, 5, 6)}-${drawInt(random, 10, 28)}`,
  endTime: (random) => `2026-0${drawInt(random, 6, 7)}-${drawInt(random, 10, 28)}T12:00:00Z`,
  last: (random) => pick(random, ['PT36H', 'P40D', 'P2M', 'P100Y']),
  calendar: (random) => pick(random, calendarPeriods),
  timeZone: (random) => pick(random, ['UTC', 'Asia/Shanghai', 'america/st_johns']),
  botId: (random, known) => pick(random, known.values('botId', 'Message')),
  pipelineId: (random, known) => pick(random, known.values('pipelineId', 'Message')),
  sessionId: (random, known) => pick(random, known.values('sessionId', 'Message')),
  filter: (random, known, type) =>
    drawChance(random, 0.3)
      ? pick(random, ['{}', '{"not":{"botIds":["a"]}}', '{"or":[{"last":"P60D"},{"search":"a"}]}'])
      : drawListFilter(random, known, type),
}

/** A valid filter of the list of an export's type, as JSON. */
const drawListFilter = (random: Random, { schema, values }: Known, type: string): string => {
  const filter = schema.getType(exportTypes.get(type)?.filterName ?? '')
  if (!isInputObjectType(filter)) throw new Error(`There is no filter of ${type}`)
  const draw = { random, wrong: 0, known: (name: string) => values(name, filter.name.replace(/Filter$/, '')) }
  return printJson(drawValue(draw, filter, 'filter')).toWellFormed()
}

/** An export request. About half of them have an invalid parameter. */
export const drawExportRequest = (known: Known, random: Random): FuzzRequest => {
  const wrong = drawChance(random, 0.5) ? 0 : 0.3
  const given = Object.entries(exportParameters).filter(() => drawChance(random, 0.25))
  const hasType = given.some(([name]) => name === 'type')
  const type = hasType ? pick(random, [...exportTypes.keys()]) : 'messages'
  const pairs = given.flatMap(([name, make]) => {
    const value = drawChance(random, wrong) ? drawWrongParameter(random) : make(random, known, type)
    return Array.from({ length: drawChance(random, wrong) ? 2 : 1 }, () => `${name}=${encodeURIComponent(value)}`)
  })
  if (drawChance(random, wrong / 2))
    pairs.push(pick(random, ['nothing=1', '%00=1', 'TYPE=errors', '__proto__=x', '=', 'type=%ff']))
  const method = drawChance(random, wrong / 5) ? 'POST' : 'GET'
  const headers = pick(random, [{}, { 'accept-encoding': 'gzip' }, { accept: 'text/csv' }])
  return { subject: 'export', method, path: `/api/v1/monitoring/export?${pairs.join('&')}`, headers, writes: false }
}

const drawWrongParameter = (random: Random): string =>
  pick(random, [
    '',
    '0',
    '-1',
    '1e3',
    '99999999999999999',
    'messages ',
    'id,id',
    'id,nothing',
    '2026-02-30',
    'yesterday',
    '\0',
    'true,',
    '{"and":[{"not":1}]}',
    '{"__proto__":{}}',
    drawString(random).toWellFormed(),
  ])
