import type { Attack } from './attack.ts'

const routes = ['/graphql', '/api/v1/monitoring/export', '/health/live', '/health/ready', '/metrics', '/']

/** Unusual spellings of a path. */
const spellings: readonly ((path: string) => string)[] = [
  (path) => `${path}/`,
  (path) => `${path}//`,
  (path) => `/${path}`,
  (path) => `${path}?x=/graphql`,
  (path) => `${path}?/graphql/`,
  (path) => `${path}?x=/health/live`,
  (path) => `${path}#/graphql`,
  (path) => `${path};x=/graphql`,
  (path) => `${path}%2f`,
  (path) => `${path}%00`,
  (path) => `${path}%zz`,
  (path) => `${path}/graphql`,
  (path) => `${path}/../graphql`,
  (path) => `${path}/%2e%2e/graphql`,
  (path) => `${path}\\graphql`,
  (path) => path.toUpperCase(),
  (path) => `http://127.0.0.1${path}/graphql`,
  (path) => `http://[${path}`,
  (path) => `//evil.example${path}`,
  (path) => `${path}?${'x'.repeat(15_000)}`,
  (path) => `${path}?${'a=1&'.repeat(3500)}`,
]

const query = JSON.stringify({ query: '{ overview { totalMessages } }' })
const asked = `query=${encodeURIComponent('{ overview { totalMessages } }')}`

const shorten = (text: string): string => (text.length > 60 ? `${text.slice(0, 60)}… (${text.length})` : text)

/**
 * Every route with unusual spellings of its path. The requests come from a foreign page as `text/plain`, which GraphQL
 * rejects: a response with data has bypassed the checks.
 */
export const pathAttacks: readonly Attack[] = routes.flatMap((route) =>
  spellings.flatMap((spell) => {
    const path = spell(route)
    const headers = { 'content-type': 'text/plain', origin: 'https://evil.example' }
    const shared = { headers, forbidden: true, times: 4 }
    return [
      { ...shared, name: `POST ${shorten(path)}`, path, body: query },
      {
        ...shared,
        name: `GET ${shorten(path)} with a query`,
        method: 'GET',
        path: `${path}${path.includes('?') ? '&' : '?'}${asked}`,
      },
    ]
  }),
)
