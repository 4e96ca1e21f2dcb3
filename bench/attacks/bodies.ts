import { repeat } from '../../test/support/attacks.ts'
import { type Attack, queryAttack } from './attack.ts'

const count = '{ __typename }'
const search = 'query Q($f: MessageFilter) { messages(filter: $f) { totalCount } }'
const record = 'mutation ($input: [RecordMessageInput!]!) { recordMessages(input: $input) { recorded } }'

const listOf = <Item>(length: number, make: (index: number) => Item): Item[] =>
  Array.from({ length }, (_, index) => make(index))

/** A body with variables as JSON text, which may contain values that JavaScript does not have. */
const body = (name: string, query: string, variables: string): Attack => ({
  name,
  body: `{"query":${JSON.stringify(query)},"variables":${variables}}`,
  times: 4,
})

const message = (index: number) => ({
  botId: 'b',
  botName: 'b',
  pipelineId: 'p',
  pipelineName: 'p',
  messageContent: `m${index}`,
})

/** Bodies of up to 10 MB whose processing is expensive in relation to their size. */
export const bodyAttacks: readonly Attack[] = [
  body('10 MB of small objects', count, `{"f":[${repeat(390, () => `[${'{"a":1},'.repeat(3000)}0],`)}0]}`),
  body('10 MB of empty lists', count, `{"f":[${repeat(360, () => `[${'[],'.repeat(9000)}0],`)}0]}`),
  body('600,000 variables', count, `{${listOf(600_000, (index) => `"k${index}":0`).join(',')}}`),
  body('600,000 keys of a filter', search, `{"f":{${listOf(600_000, (index) => `"k${index}":0`).join(',')}}}`),
  body('10 MB of escapes', search, `{"f":{"search":"${'\\u0041'.repeat(1_600_000)}"}}`),
  body('a number of 5,000,000 digits', search, `{"f":${'9'.repeat(5_000_000)}}`),
  queryAttack(
    '900 × 900 ids under or',
    search,
    { f: { or: listOf(900, (one) => ({ botIds: listOf(900, (two) => `id-${one}-${two}`) })) } },
    { times: 4 },
  ),
  queryAttack('190 × 50 ids under or', search, {
    f: { or: listOf(190, (one) => ({ botIds: listOf(50, (two) => `id-${one}-${two}`) })) },
  }),
  queryAttack('200 filters side by side', search, { f: { or: listOf(200, () => ({ search: 'parcel' })) } }),
  {
    name: '600,000 keys of extensions',
    body: `{"query":"${count}","extensions":{${listOf(600_000, (index) => `"k${index}":0`).join(',')}}}`,
    times: 4,
  },
  { name: 'an operation name of 5 MB', body: JSON.stringify({ query: count, operationName: 'x'.repeat(5_000_000) }) },
  { name: 'a documentId of 5 MB', body: JSON.stringify({ documentId: 'x'.repeat(5_000_000) }) },
  queryAttack(
    'a recording with 600,000 keys of JSON',
    record,
    {
      input: [{ ...message(0), variables: Object.fromEntries(listOf(600_000, (index) => [`k${index}`, 0])) }],
    },
    { times: 4 },
  ),
  queryAttack('a recording of 1,000 wrong records', record, { input: listOf(1000, () => ({ messageContent: 5 })) }),
  queryAttack('a recording of 10,000 records', record, { input: listOf(10_000, message) }),
  queryAttack(
    'a recording of 9 MB of one content',
    record,
    { input: [{ ...message(0), messageContent: 'x'.repeat(9_000_000) }] },
    { times: 4 },
  ),
  queryAttack(
    'a recording of hostile message chains',
    record,
    {
      input: [
        `["${'\\"'.repeat(1_000_000)}`,
        `["${'x'.repeat(2_000_000)}`,
        JSON.stringify([`data:${'a'.repeat(1_000_000)}`, `${'='.repeat(1_000_000)}a`]),
      ].map((messageContent, index) => ({ ...message(index), messageContent })),
    },
    { times: 4 },
  ),
  queryAttack('a recording of message chains 40 deep', record, {
    input: listOf(100, (index) => ({
      ...message(index),
      messageContent: `${'[{"type":"Quote","origin":'.repeat(40)}[]${'}]'.repeat(40)}`,
    })),
  }),
]

const sessionIds = listOf(1000, (index) => `session-${index}`)
const parents = (edge: string) => `query Q($f: MessageFilter, $c: LlmCallFilter) {
  sessions(first: 1000) { nodes { ${edge} } } }`

/** Edges of many parents with filters of many ids, whose cost must not be the product of both. */
export const parentAttacks: readonly Attack[] = [
  queryAttack(
    '1,000 parents × 1,000 ids',
    parents('messages(first: 1, filter: $f) { nodes { id } }').replace(', $c: LlmCallFilter', ''),
    { f: { sessionIds } },
    { times: 4 },
  ),
  queryAttack(
    '1,000 parents × 1,000 ids, two edges',
    parents('messages(first: 1, filter: $f) { nodes { id } } llmCalls(first: 1, filter: $c) { nodes { id } }'),
    { f: { sessionIds }, c: { sessionIds, or: [{ messageIds: sessionIds }, {}] } },
    { times: 4 },
  ),
]
