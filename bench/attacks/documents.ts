import { gzipSync } from 'node:zlib'
import { bomb, deepVariables, nested, repeat } from '../../test/support/attacks.ts'
import { type Attack, queryAttack as query } from './attack.ts'

const search = 'query Q($f: MessageFilter) { messages(filter: $f) { totalCount } }'
const plain = JSON.stringify({ query: '{ __typename }' })

/** Documents, variables and headers that are too large, too deep or malformed. */
export const documentAttacks: readonly Attack[] = [
  query('101 aliases', `{ ${repeat(101, (i) => `a${i}: overview { totalErrors }`)} }`),
  query('1,000 aliases of __typename', `{ ${repeat(1000, (i) => `a${i}: __typename`)} }`),
  query('10,000 aliases', `{ ${repeat(10_000, (i) => `a${i}: __typename`)} }`),
  query('fragment bomb of 14', bomb(14, 'id')),
  query('fragment bomb of 20', bomb(20, 'id')),
  query('fragment bomb of 30', bomb(30, 'id')),
  query('fragments in a circle', '{ ...A } fragment A on Query { ...B } fragment B on Query { ...A }'),
  query('3,000 overlapping fields', `{ ${repeat(3000, () => 'overview { totalErrors }')} }`),
  query('600 overlapping fields', `{ ${repeat(600, () => 'overview { totalErrors }')} }`),
  query(
    'depth 200',
    `{ sessions { nodes { ${nested(200, 'messages { nodes { session { ', 'id ')}${' } }'.repeat(200)} } } }`,
  ),
  query('depth 20,000', `{ sessions { nodes { ${nested(20_000, 'session { ', 'id')} } } }`),
  query(
    'lists 20,000 deep',
    `{ messages(filter: { botIds: ${'['.repeat(20_000)}${']'.repeat(20_000)} }) { totalCount } }`,
  ),
  query('900 directives', `{ overview { totalErrors ${repeat(900, () => '@include(if: true)')} } }`),
  { name: 'variables 20,000 deep', body: `{"query":${JSON.stringify(search)},"variables":${deepVariables(20_000)}}` },
  {
    name: 'variables 1,000,000 deep',
    body: `{"query":${JSON.stringify(search)},"variables":{"f":${'['.repeat(1e6)}${']'.repeat(1e6)}}}`,
  },
  query('100,000 ids', search, { f: { botIds: Array.from({ length: 100_000 }, (_, i) => `bot-${i}`) } }),
  query('100,000 wrong values', search, { f: { botIds: Array.from({ length: 100_000 }, () => ({})) } }),
  query('a document of 5 MB of fields', `{ ${'__typename '.repeat(450_000)} }`),
  query('a document of 5 MB of blanks', `{ __typename ${' '.repeat(5_000_000)} # x }`),
  query(
    'a document of 5 MB in one text',
    `{ messages(filter: { search: "${'x'.repeat(5_000_000)}" }) { totalCount } }`,
  ),
  query('pages of 2147483647', '{ messages(first: 2147483647) { nodes { id } } }'),
  query('pages of -1 by variable', 'query Q($n: Int) { messages(first: $n) { nodes { id } } }', { n: -1 }),
  query(
    '100 x 100 x 100 rows',
    '{ sessions(first: 100) { nodes { messages(first: 100) { nodes { llmCalls(first: 100) { id } } } } } }',
  ),
  query('a tampered cursor', '{ messages(after: "WyJNZXNzYWdlLlRJTUVTVEFNUCBERVNDIiwgMV0") { nodes { id } } }'),
  query('a pattern of 1 kB', search, { f: { search: '%_'.repeat(5000) } }),
  query('an unknown field', `{ ${'x'.repeat(5000)} }`),
  query(
    '195 fields with one filter of 18,000 values',
    `query Q($f: MessageFilter) { ${'messages(filter: $f) { totalCount } '.repeat(195)} }`,
    { f: { and: [...Array(7).fill({ session: {} }), ...Array(18).fill({ botIds: Array(1000).fill('bot') })] } },
  ),
  { name: 'several operations', body: `[${plain},${plain}]` },
  { name: 'no JSON', body: '{"query":' },
  {
    name: 'a form',
    forbidden: true,
    headers: { 'content-type': 'application/x-www-form-urlencoded' },
    body: 'query={__typename}',
  },
  { name: 'text/plain', forbidden: true, headers: { 'content-type': 'text/plain' }, body: plain },
  { name: 'a gzip bomb', headers: { 'content-encoding': 'gzip' }, body: gzipSync(Buffer.alloc(50_000_000)) },
  { name: 'a foreign origin', forbidden: true, headers: { origin: 'https://evil.example' }, body: plain },
  ...['a b', '[', '127.0.0.1:99999', ''].map((host) => ({
    name: `the host ${JSON.stringify(host)}`,
    headers: { host },
    body: plain,
  })),
  { name: 'a foreign host', forbidden: true, headers: { host: 'evil.example' }, body: plain },
  { name: 'a mutation by GET', method: 'GET', path: `/graphql?query=${encodeURIComponent('mutation { __typename }')}` },
  { name: 'an export with a line break', method: 'GET', path: '/api/v1/monitoring/export?type=errors%0d%0aX-Y:%20z' },
  { name: 'a length over the limit', headers: { 'content-length': '1000000000' }, body: '{' },
  { name: 'a body without an end', endless: 'x'.repeat(65_536) },
]
