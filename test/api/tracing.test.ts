import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterEach, expect, test } from 'vitest'
import { readConfig } from '../../src/config/config.ts'
import { startTracing } from '../../src/server/observability/tracing.ts'
import { startTestApp } from '../support/app.ts'
import { ask } from '../support/ask.ts'

const endpoint = 'OTEL_EXPORTER_OTLP_ENDPOINT'
afterEach(() => {
  delete process.env[endpoint]
})

interface SpanJson {
  readonly name: string
  readonly traceId: string
  readonly parentSpanId?: string
  readonly attributes: readonly { readonly key: string; readonly value: object }[]
}

test('nothing is sent if no collector is configured', async () => {
  expect(await startTracing(readConfig({}).observability)).toBeUndefined()
  const refused = readConfig({ [endpoint]: 'http://127.0.0.1:1', OTEL_TRACES_EXPORTER: 'none' })
  expect(await startTracing(refused.observability)).toBeUndefined()
  for (const word of ['true', 'TRUE']) {
    const disabled = readConfig({ [endpoint]: 'http://127.0.0.1:1', OTEL_SDK_DISABLED: word })
    expect(await startTracing(disabled.observability)).toBeUndefined()
  }
})

test('each request is sent to the collector, with its statements, without values', async () => {
  const bodies: string[] = []
  const collector = createServer(async (request, response) => {
    let body = ''
    for await (const chunk of request) body += chunk
    bodies.push(`${request.url} ${body}`)
    response.end('{}')
  }).listen(0, '127.0.0.1')
  await once(collector, 'listening')
  process.env[endpoint] = `http://127.0.0.1:${(collector.address() as AddressInfo).port}`
  const tracing = await startTracing(readConfig(process.env).observability)
  const app = await startTestApp({ onResponse: tracing?.onResponse })
  const traceId = '0af7651916cd43dd8448eb211c80319c'
  await ask(app, 'query Traced { messages(filter: { search: "a secret word" }) { totalCount } }', {
    headers: { traceparent: `00-${traceId}-b7ad6b7169203331-01` },
  })
  await tracing?.stop()
  const [sent = ''] = bodies
  expect(sent.startsWith('/v1/traces ')).toBe(true)
  const { resourceSpans } = JSON.parse(sent.slice('/v1/traces '.length)) as {
    resourceSpans: { resource: object; scopeSpans: { spans: SpanJson[] }[] }[]
  }
  const spans = resourceSpans.flatMap(({ scopeSpans }) => scopeSpans.flatMap((scope) => scope.spans))
  expect(spans.map(({ name }) => name).sort()).toEqual(['query Traced', 'statement'])
  expect(new Set(spans.map((span) => span.traceId))).toEqual(new Set([traceId]))
  expect(spans.find(({ name }) => name === 'query Traced')?.parentSpanId).toBe('b7ad6b7169203331')
  expect(JSON.stringify(resourceSpans[0]?.resource)).toContain('"botlens"')
  expect(sent).toContain('count(*)')
  expect(sent).not.toContain('a secret word')
  await app.close()
  collector.close()
})
