import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import type { BadLine } from '../../src/import/importFile.ts'
import { findSources, importSources } from '../../src/import/importFolder.ts'
import { startTestApp, type TestApp } from '../support/app.ts'
import { referenceFolder } from '../support/reference.ts'

let app: TestApp
let folder: string
beforeAll(async () => {
  app = await startTestApp()
})
afterAll(() => app.close())
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'botlens-import-'))
  return () => rm(folder, { recursive: true })
})

const message = (id: string, more: object = {}) => ({
  id,
  timestamp: '2026-05-01T10:00:00.123999Z',
  bot_id: 'bot',
  bot_name: 'Bot',
  pipeline_id: 'pipeline',
  pipeline_name: 'Pipeline',
  message_content: 'Hi',
  session_id: 'session',
  status: 'success',
  level: 'info',
  ...more,
})

const run = async (path: string) => {
  const badLines: BadLine[] = []
  let bytes = 0
  const summary = await importSources(app.db.prisma, await findSources(path), {
    onProgress: (more) => {
      bytes += more
    },
    onBadLine: (line) => badLines.push(line),
  })
  return { counts: Object.fromEntries(summary.tables), inherited: summary.inherited, badLines, bytes }
}

const writeMessages = async (...lines: (object | string)[]) => {
  const file = join(folder, 'monitoring_messages.ndjson')
  const text = lines.map((line) => (typeof line === 'string' ? line : JSON.stringify(line))).join('\n')
  await writeFile(file, text)
  return file
}

test('the reference data is imported completely, and a second import changes nothing', async () => {
  const counts = (added: number, known: number) => ({ added, known, bad: 0 })
  const first = await run(referenceFolder)
  expect(first.badLines).toEqual([])
  expect(first.counts).toEqual({
    monitoring_messages: counts(361, 0),
    monitoring_sessions: counts(15, 0),
    monitoring_llm_calls: counts(300, 0),
    monitoring_embedding_calls: counts(60, 0),
    monitoring_errors: counts(6, 0),
    monitoring_feedback: counts(6, 0),
  })
  expect(first.inherited).toBe(0)
  expect(await app.db.prisma.embeddingCall.count({ where: { botId: { not: null } } })).toBe(44)
  const second = await run(referenceFolder)
  expect(second.counts).toEqual({
    monitoring_messages: counts(0, 361),
    monitoring_sessions: counts(0, 15),
    monitoring_llm_calls: counts(0, 300),
    monitoring_embedding_calls: counts(0, 60),
    monitoring_errors: counts(0, 6),
    monitoring_feedback: counts(0, 6),
  })
  expect(second.inherited).toBe(0)
})

test('an existing row is left unchanged', async () => {
  await run(await writeMessages(message('stays', { message_content: 'first' })))
  const { counts } = await run(await writeMessages(message('stays', { message_content: 'second' })))
  expect(counts).toEqual({ monitoring_messages: { added: 0, known: 1, bad: 0 } })
  const { data } = await app.send('{ message(id: "stays") { messageContent timestamp } }')
  expect(data).toEqual({ message: { messageContent: 'first', timestamp: '2026-05-01T10:00:00.123Z' } })
})

test('invalid lines are reported with file, number and reason, and all others are stored', async () => {
  const file = await writeMessages(
    message('good-1'),
    '{ "id": ',
    '[1]',
    message('bad', { timestamp: 'soon' }),
    '',
    message('bad', { level: null }),
    message('x'.repeat(256)),
    message('bad', { message_content: 5 }),
    message('good-2', { extra: 'ignored', runner_name: null, timestamp: '2026-05-01 10:00:00.123999' }),
  )
  const { counts, badLines } = await run(file)
  expect(counts).toEqual({ monitoring_messages: { added: 2, known: 0, bad: 6 } })
  expect(badLines.map(({ line }) => line)).toEqual([2, 3, 4, 6, 7, 8])
  expect(badLines.every((line) => line.file === file)).toBe(true)
  const reasons = badLines.map(({ reason }) => reason)
  expect(reasons[0]).toContain('the line is not valid JSON')
  expect(reasons[1]).toBe('[1] is not an object with a value for each column')
  expect(reasons[2]).toBe('timestamp is "soon": expected a time such as 2026-06-05T13:00:00.123456Z')
  expect(reasons[3]).toBe('level is required: expected a string of at most 50 characters')
  expect(reasons[4]).toBe('id has 256 characters: expected a string of at most 255 characters')
  expect(reasons[5]).toBe('message_content is 5: expected a string')
  const { data } = await app.send('{ message(id: "good-2") { timestamp runnerName } }')
  expect(data).toEqual({ message: { timestamp: '2026-05-01T10:00:00.123Z', runnerName: null } })
})

test('numbers and times that a response cannot represent are rejected', async () => {
  const file = join(folder, 'monitoring_llm_calls.ndjson')
  const call =
    '"id":"c","model_name":"m","input_tokens":0,"output_tokens":0,"total_tokens":0,"duration":1,"status":"success"'
  const lines = [
    `{${call},"timestamp":"2026-01-01T00:00:00Z","cost":1e400}`,
    `{${call},"timestamp":"2026-01-01T00:00:00Z","cost":-1000000.5}`,
    `{${call},"timestamp":"9999-12-31T23:59:59-14:00","cost":1}`,
  ]
  await writeFile(file, lines.join('\n'))
  const { badLines } = await run(file)
  expect(badLines.map(({ reason }) => reason.split(' ')[0])).toEqual(['cost', 'cost', 'timestamp'])
  expect(badLines[1]?.reason).toBe('cost is -1000000.5: expected a number from -1,000,000 to 1,000,000')
})

test('an error of the hook for invalid lines ends the import, and stored rows remain', async () => {
  const lines = Array.from({ length: 1500 }, (_, index) => message(`many-${index}`, { session_id: 'many' }))
  const file = await writeMessages(...lines, 'bad')
  const importing = importSources(app.db.prisma, await findSources(file), {
    onProgress: () => undefined,
    onBadLine: ({ line }) => {
      throw new Error(`line ${line}`)
    },
  })
  await expect(importing).rejects.toThrow('line 1501')
  const { data } = await app.send('{ messages(filter: { sessionIds: ["many"] }) { totalCount } }')
  expect(data).toEqual({ messages: { totalCount: 1000 } })
})

describe('text that PostgreSQL or UTF-8 cannot represent', () => {
  test('U+0000 and lone surrogates become U+FFFD; line separators are kept', async () => {
    const text = 'a\u0000b\ud800c\u2028d\u2029e🤖'
    const { badLines } = await run(await writeMessages(message('odd', { message_content: text })))
    expect(badLines).toEqual([])
    const { data } = await app.send('{ message(id: "odd") { messageContent } }')
    expect(data).toEqual({ message: { messageContent: 'a\ufffdb\ufffdc\u2028d\u2029e🤖' } })
  })

  test('contents of megabytes are imported, and progress counts every byte', async () => {
    const file = await writeMessages(
      ...Array.from({ length: 6 }, (_, index) =>
        message(`large-${index}`, { message_content: 'long '.repeat(200_000) }),
      ),
    )
    const { counts, bytes } = await run(file)
    expect(counts).toEqual({ monitoring_messages: { added: 6, known: 0, bad: 0 } })
    expect(bytes).toBeGreaterThan(6_000_000)
  })
})

test('a missing path and a folder without importable files have different errors', async () => {
  await expect(findSources(join(folder, 'nowhere'))).rejects.toThrow(`${join(folder, 'nowhere')} does not exist`)
  await expect(findSources(folder)).rejects.toThrow(/contains nothing to import.*monitoring_messages\.ndjson/)
})

test('a table in two files has the counts of both', async () => {
  await writeMessages(message('in ndjson'), message('in both'), 'bad')
  await writeFile(
    join(folder, 'monitoring_messages.jsonl'),
    [message('in jsonl'), message('in both')].map((line) => JSON.stringify(line)).join('\n'),
  )
  expect((await run(folder)).counts).toEqual({ monitoring_messages: { added: 3, known: 1, bad: 1 } })
})
