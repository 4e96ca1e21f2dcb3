import { mkdtemp, readdir, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { startServer } from '../support/process.ts'

let folder: string
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'botlens-demo-'))
})
afterAll(() => rm(folder, { recursive: true, force: true }))

const query = `{
  overview { totalMessages llmCalls embeddingCalls totalErrors totalCost }
  sessions { totalCount } feedback { totalCount }
  messages(first: 1) { nodes { timestamp } }
}`
interface Shown {
  readonly overview: Readonly<Record<string, number>>
  readonly sessions: { readonly totalCount: number }
  readonly feedback: { readonly totalCount: number }
  readonly messages: { readonly nodes: readonly [{ readonly timestamp: string }] }
}

test('the demo has sample data of every kind in its own folder, and adds records while it runs', async () => {
  const server = await startServer({ DATA_DIR: '', LOG_LEVEL: 'info' }, folder, ['demo'])
  expect(await readdir(folder)).toEqual(['data-demo'])
  const ask = async () => ((await server.ask(query)) as { data: Shown }).data
  const { overview, sessions, feedback, messages } = await ask()
  for (const count of [...Object.values(overview), sessions.totalCount, feedback.totalCount])
    expect(count).toBeGreaterThan(0)
  const [{ timestamp }] = messages.nodes
  await expect
    .poll(async () => (await ask()).messages.nodes[0].timestamp > timestamp, { timeout: 120_000, interval: 1000 })
    .toBe(true)
  expect((await ask()).overview['totalMessages']).toBeGreaterThan(overview['totalMessages'] ?? 0)
  server.kill('SIGTERM')
  expect(await server.ended()).toBe(0)
})
