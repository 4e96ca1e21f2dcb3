import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { startTestDatabase, type TestDatabase } from '../support/database.ts'
import { copyDataFolder, startServer } from '../support/process.ts'
import { serverUrl } from '../support/realServer.ts'

const kills = 10
const writers = 4
/** Number of responses in a round before the process is killed, during the next requests. */
const answersOfRound = 25

let folder: string
let database: TestDatabase | undefined
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'botlens-crash-'))
  database = serverUrl ? await startTestDatabase() : undefined
  if (!database) await copyDataFolder(folder)
})
afterAll(async () => {
  await database?.stop()
  await rm(folder, { recursive: true, force: true })
})

const start = () => startServer({ DATA_DIR: folder, DATABASE_URL: database?.connection.connectionString ?? '' }, folder)

const send = async <Data>(url: string, query: string, variables: object): Promise<Data> => {
  const response = await fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ query, variables }),
  })
  const { data } = (await response.json()) as { data: Data | null }
  if (!data) throw new Error('no data')
  return data
}

const record = `mutation ($messages: [RecordMessageInput!]!, $calls: [RecordLlmCallInput!]!) {
  recordMessages(input: $messages) { ids }
  recordLlmCalls(input: $calls) { ids }
}`

const list = `query ($after: String) {
  messages(first: 1000, after: $after) { nodes { id } pageInfo { endCursor hasNextPage } }
  sessions { nodes { messageCount } }
}`
interface Listed {
  readonly messages: {
    readonly nodes: readonly { readonly id: string }[]
    readonly pageInfo: { readonly endCursor: string | null; readonly hasNextPage: boolean }
  }
  readonly sessions: { readonly nodes: readonly { readonly messageCount: number }[] }
}

const readAll = async (url: string) => {
  const found = new Set<string>()
  for (let after: string | null = null; ; ) {
    const { messages, sessions }: Listed = await send(url, list, { after })
    for (const { id } of messages.nodes) found.add(id)
    after = messages.pageInfo.endCursor
    if (!messages.pageInfo.hasNextPage)
      return { found, counted: sessions.nodes.reduce((sum, { messageCount }) => sum + messageCount, 0) }
  }
}

test(`all acknowledged records are stored after ${kills} kills under load`, async () => {
  const acknowledged: string[] = []
  for (let round = 0; round < kills; round += 1) {
    const server = await start()
    const { url } = server
    let answers = 0
    const write = async (writer: number) => {
      for (let i = 0; ; i += 1) {
        const prefix = `r${round}-w${writer}-${i}`
        const messages = [0, 1, 2].map((n) => ({
          id: `${prefix}-${n}`,
          botId: 'b',
          botName: 'B',
          pipelineId: 'p',
          pipelineName: 'P',
          messageContent: 'x'.repeat(500),
          sessionId: `s-${writer}`,
        }))
        const calls = [{ modelName: 'm', durationMs: 1, messageId: `${prefix}-0` }]
        await send(url, record, { messages, calls })
        acknowledged.push(...messages.map(({ id }) => id))
        answers += 1
        if (answers === answersOfRound) server.kill('SIGKILL')
      }
    }
    const results = await Promise.allSettled(Array.from({ length: writers }, (_, writer) => write(writer)))
    expect(results.every(({ status }) => status === 'rejected')).toBe(true)
    expect(await server.ended()).toBeNull()
  }
  const server = await start()
  const { url } = server
  const { found, counted } = await readAll(url)
  expect(acknowledged.length).toBeGreaterThanOrEqual(kills * answersOfRound * 3)
  expect(acknowledged.filter((id) => !found.has(id))).toEqual([])
  expect(counted).toBe(found.size)
  server.kill('SIGTERM')
  expect(await server.ended()).toBe(0)
}, 600_000)
