import { createHash } from 'node:crypto'
import { join } from 'node:path'
import { parse } from 'graphql'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { ConfigError } from '../../src/config/configError.ts'
import { readManifest } from '../../src/server/persisted/manifest.ts'
import { makeDocumentCaches } from '../../src/server/yoga/documents.ts'
import { graphql } from '../generated/gql.ts'
import { startTestApp, type TestApp, testLimits } from '../support/app.ts'
import { ask, codesOf, readAnswer } from '../support/ask.ts'

const file = join(import.meta.dirname, '..', 'generated', 'persisted-documents.json')

graphql(`
  query PersistedTotals($filter: MonitoringFilter) {
    overview(filter: $filter) {
      totalMessages
    }
  }
`)

let free: TestApp
let strict: TestApp
let hash: string
beforeAll(async () => {
  const manifest = await readManifest({ file, only: true })
  hash = [...manifest].find(([, text]) => text.includes('query PersistedTotals'))?.[0] ?? ''
  free = await startTestApp({ documents: { manifest, only: false } })
  strict = await startTestApp({ documents: { manifest, only: true } })
})
afterAll(async () => {
  await free.close()
  await strict.close()
})

const expected = { overview: { totalMessages: 0 } }

test('codegen generates the manifest: documents by the SHA-256 of their text', async () => {
  const manifest = await readManifest({ file, only: false })
  expect(
    createHash('sha256')
      .update(manifest.get(hash) ?? '')
      .digest('hex'),
  ).toBe(hash)
})

test('a hash identifies its document, in the formats of both kinds of clients', async () => {
  for (const app of [free, strict])
    for (const params of [
      { documentId: hash },
      { documentId: `sha256:${hash}` },
      { extensions: { persistedQuery: { version: 1, sha256Hash: hash } } },
    ]) {
      const answer = await ask(app, '', { body: JSON.stringify({ ...params, variables: { filter: {} } }) })
      expect([answer.data, answer.errors]).toEqual([expected, []])
    }
  const got = await readAnswer(
    await strict.fetch(`/graphql?documentId=sha256:${hash}`, { headers: { accept: 'application/json' } }),
  )
  expect(got.data).toEqual(expected)
})

test('an unknown hash is reported', async () => {
  for (const app of [free, strict]) {
    const answer = await ask(app, '', { body: JSON.stringify({ documentId: 'f'.repeat(64) }) })
    expect(codesOf(answer)).toEqual(['NOT_FOUND'])
  }
})

test('other documents are accepted unless only persisted ones are allowed', async () => {
  expect((await ask(free, '{ overview { totalMessages } }')).data).toEqual(expected)
  const refused = await ask(strict, '{ overview { totalMessages } }')
  expect([refused.status, codesOf(refused)]).toEqual([403, ['FORBIDDEN']])
  const both = await ask(strict, '', { body: JSON.stringify({ documentId: hash, query: '{ __typename }' }) })
  expect(codesOf(both)).toEqual(['FORBIDDEN'])
  for (const body of [
    '{"query":""}',
    '{}',
    '{"documentId":1}',
    '{"documentId":{"a":1}}',
    '{"extensions":{"persistedQuery":null}}',
  ])
    expect(codesOf(await ask(strict, '', { body })).join()).toMatch(/^(?:BAD_USER_INPUT|FORBIDDEN)$/)
})

test('GraphiQL is served if other documents are accepted, otherwise a page that explains why not', async () => {
  const open = (app: TestApp, path = '/graphql') => app.fetch(path, { headers: { accept: 'text/html,*/*;q=0.8' } })
  expect((await open(free)).status).toBe(200)
  expect(await (await open(free)).text()).toContain('query Overview')
  const page = await open(strict)
  expect([page.status, page.headers.get('content-type')]).toEqual([403, 'text/html; charset=utf-8'])
  expect(page.headers.get('content-security-policy')).toContain("default-src 'none'")
  const text = await page.text()
  expect(text).toContain('accepts persisted documents only (<code>PERSISTED_ONLY=true</code>)')
  expect(text).not.toContain('<script')
})

test('a persisted mutation is not executed by GET', async () => {
  const document = 'mutation { endSession(id: "nowhere") { id } }'
  const id = createHash('sha256').update(document).digest('hex')
  const app = await startTestApp({ documents: { manifest: new Map([[id, document]]), only: true } })
  const path = `/graphql?documentId=${id}`
  const { result, statements } = await app.db.record(() => app.fetch(path, { headers: { accept: 'application/json' } }))
  expect([result.status, result.headers.get('allow'), statements]).toEqual([405, 'POST', []])
  expect(codesOf(await ask(app, '', { body: JSON.stringify({ documentId: id }) }))).toEqual(['NOT_FOUND'])
  await app.close()
})

test('persisted documents are subject to the limits', async () => {
  const document = '{ messages(first: 1000) { nodes { llmCalls(first: 1000) { id } } } }'
  const id = createHash('sha256').update(document).digest('hex')
  const app = await startTestApp({ documents: { manifest: new Map([[id, document]]), only: true }, limits: testLimits })
  expect(codesOf(await ask(app, '', { body: JSON.stringify({ documentId: id }) }))).toEqual(['QUERY_TOO_COMPLEX'])
  await app.close()
})

test('persisted documents of any length are cached, other long documents are not', () => {
  const [known, other] = ['a', 'b'].map((letter) => `{ __typename } # ${letter.repeat(10_000)}`) as [string, string]
  const { documentCache } = makeDocumentCaches(new Set([known]))
  for (const text of [known, other]) documentCache.set(text, parse(text))
  expect([documentCache.get(known), documentCache.get(other)]).toEqual([parse(known), undefined])
})

test('an invalid manifest is rejected at start-up', async () => {
  await expect(readManifest({ file: join(import.meta.dirname, 'nowhere.json'), only: false })).rejects.toThrow(
    ConfigError,
  )
  await expect(readManifest({ file: import.meta.filename, only: false })).rejects.toThrow('is not a manifest')
})
