import { createHash } from 'node:crypto'
import { gunzipSync } from 'node:zlib'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { startTestApp, type TestApp, type TestAppOptions, testLimits } from '../support/app.ts'
import { type Listening, listen } from '../support/listen.ts'

let app: TestApp
let server: Listening
beforeAll(async () => {
  app = await startTestApp()
  server = await listen(app.app)
})
afterAll(async () => {
  await server.close()
  await app.close()
})

const accept = 'text/html,*/*;q=0.8'
const open = (headers: Record<string, string> = {}) =>
  fetch(`${server.url}/graphql`, { headers: { accept, 'accept-encoding': 'identity', ...headers } })

const hashOf = (text: string) => createHash('sha256').update(text).digest('base64')

test('the page contains only scripts whose hash is in the policy', async () => {
  const page = await open()
  const policy = page.headers.get('content-security-policy') ?? ''
  const hashes = [...policy.matchAll(/'sha256-([^']+)'/g)].map(([, hash]) => hash)
  const text = await page.text()
  const [start = '', rest = ''] = text.slice(text.indexOf('<script>') + '<script>'.length).split('</script></head>', 2)
  const main = rest.slice(rest.indexOf('<script>') + '<script>'.length, rest.lastIndexOf('</script>'))
  expect(start).toContain('graphiql:tabState')
  expect(main).toContain('renderYogaGraphiQL')
  expect(hashes).toEqual([start, main].map(hashOf))
  expect(policy).not.toContain('nonce')
})

test('the page is the same for each request, and is not sent again to a browser that has it', async () => {
  const [first, second] = [await open(), await open()]
  const etag = first.headers.get('etag') ?? ''
  expect(Number(first.headers.get('content-length'))).toBeGreaterThan(1_000_000)
  expect(await second.text()).toBe(await first.text())
  expect(second.headers.get('etag')).toBe(etag)
  const again = await open({ 'if-none-match': `"other", ${etag}` })
  expect([again.status, await again.text()]).toEqual([304, ''])
  for (const name of ['content-security-policy', 'cache-control', 'etag', 'vary'])
    expect(again.headers.get(name), name).toBe(first.headers.get(name))
  expect((await open({ 'if-none-match': '"other"' })).status).toBe(200)
})

test('the page is compressed for clients that accept it', async () => {
  const headers = { accept, 'accept-encoding': 'gzip' }
  const page = await app.fetch('/graphql', { headers })
  expect([page.headers.get('content-encoding'), page.headers.get('vary')]).toEqual(['gzip', 'Accept-Encoding'])
  const bytes = Buffer.from(await page.arrayBuffer())
  expect(Number(page.headers.get('content-length'))).toBe(bytes.length)
  expect(gunzipSync(bytes).toString()).toBe(await (await open()).text())
})

describe('a request for the page', () => {
  const openOnce = async (options: TestAppOptions) => {
    const own = await startTestApp(options)
    const statuses = []
    for (let index = 0; index < 4; index += 1)
      statuses.push((await own.fetch('/graphql', { headers: { accept } })).status)
    await own.close()
    return statuses
  }

  test('counts against the rate of its address', async () => {
    expect(await openOnce({ limits: { ...testLimits, ratePerMinute: 18 } })).toEqual([200, 200, 200, 429])
  })

  test('is rejected while the server is overloaded', async () => {
    expect(await openOnce({ limits: { ...testLimits, maxInFlight: 0 } })).toEqual([503, 503, 503, 503])
  })

  test.each([
    ['documentId', 'f'.repeat(64)],
    ['extensions', JSON.stringify({ persistedQuery: { version: 1, sha256Hash: 'f'.repeat(64) } })],
  ])('is not assumed if %s names a document', async (name, value) => {
    const response = await app.fetch(`/graphql?${new URLSearchParams({ [name]: value })}`, { headers: { accept } })
    expect(response.headers.get('content-type')).toContain('json')
    expect(response.status).toBe(400)
  })
})
