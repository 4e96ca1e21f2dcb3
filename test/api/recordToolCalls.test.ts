import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { findSources, importSources } from '../../src/import/importFolder.ts'
import { limitText } from '../../src/records/toolCalls/limitText.ts'
import { graphql } from '../generated/gql.ts'
import { startTestApp, type TestApp } from '../support/app.ts'
import { ask } from '../support/ask.ts'
import { store } from '../support/factories.ts'

let app: TestApp
beforeAll(async () => {
  app = await startTestApp()
  await store(app.db, 'session', [{ id: 's1' }])
  await store(app.db, 'message', [{ id: 'm1', sessionId: 's1' }])
  await store(app.db, 'toolCall', [{ id: 't1' }])
})
afterAll(() => app.close())

const RecordToolCalls = graphql(`
  mutation RecordToolCalls($input: [RecordToolCallInput!]!) {
    recordToolCalls(input: $input) {
      ids
      recorded
      duplicates
    }
  }
`)

const ToolCallTexts = graphql(`
  query ToolCallTexts($id: ID!, $maxLength: Int) {
    toolCall(id: $id) {
      botId
      sessionId
      toolSource
      arguments(maxLength: $maxLength)
      result(maxLength: $maxLength)
    }
  }
`)

describe('recording', () => {
  test('inherits the context of the message, and stores at most 20,000 characters', async () => {
    const long = 'x'.repeat(50_000)
    const input = [
      { id: 'r1', messageId: 'm1', toolName: 'run', toolSource: 'SKILL', durationMs: 5, result: long },
    ] as const
    expect((await app.execute(RecordToolCalls, { input: [...input] })).recordToolCalls).toEqual({
      ids: ['r1'],
      recorded: 1,
      duplicates: 0,
    })
    expect((await app.execute(RecordToolCalls, { input: [...input] })).recordToolCalls.duplicates).toBe(1)
    const { toolCall } = await app.execute(ToolCallTexts, { id: 'r1' })
    expect(toolCall).toMatchObject({ botId: 'bot-1', sessionId: 's1', toolSource: 'SKILL', arguments: null })
    expect(toolCall?.result).toHaveLength(20_000)
    expect(toolCall?.result?.endsWith('… [truncated, 50000 characters]')).toBe(true)
    const short = await app.execute(ToolCallTexts, { id: 'r1', maxLength: 40 })
    expect(short.toolCall?.result).toBe('xxxxxxxxx… [truncated, 50000 characters]')
  })

  test.each([0, 20_001])('maxLength accepts 1 to 20,000, not %d', async (maxLength) => {
    const answer = await ask(app, '{ toolCall(id: "t1") { result(maxLength: N) } }'.replace('N', String(maxLength)))
    expect(answer.errors[0]?.message).toBe(`maxLength must be from 1 to 20000, not ${maxLength}`)
  })

  test('an unknown source is rejected', async () => {
    const answer = await ask(
      app,
      'mutation ($input: [RecordToolCallInput!]!) { recordToolCalls(input: $input) { ids } }',
      {
        variables: { input: [{ toolName: 'a', toolSource: 'UNKNOWN', durationMs: 1 }] },
      },
    )
    expect(answer.errors[0]?.message).toContain('input.0.toolSource')
  })
})

test('characters are counted and truncated as in PostgreSQL, and a note that does not fit is omitted', () => {
  const faces = '😀'.repeat(60)
  const note = '… [truncated, 60 characters]'
  expect(limitText(faces, 60)).toBe(faces)
  expect(limitText(faces, 59)).toBe(`${'😀'.repeat(31)}${note}`)
  expect(limitText(faces, 28)).toBe(note)
  expect(limitText(faces, 27)).toBe('😀'.repeat(27))
  expect(limitText(faces, 1)).toBe('😀')
  const stored = limitText('😀'.repeat(30_000), 20_000)
  expect([...stored]).toHaveLength(20_000)
  expect(limitText(stored, 20_000)).toBe(stored)
  expect(limitText(stored, 32)).toBe('😀… [truncated, 30000 characters]')
})

test('a note in a text of another length is part of the text', () => {
  expect(limitText(`${'x'.repeat(50)}… [truncated, 90000 characters]`, 30)).toBe('xx… [truncated, 81 characters]')
})

test('a table of LangBot is imported, with long results truncated', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'botlens-tools-'))
  const row = {
    id: 'i1',
    timestamp: '2026-06-05 13:00:00.123456',
    tool_name: 'search',
    tool_source: 'native',
    duration: 12,
    status: 'success',
    bot_id: 'b',
    bot_name: 'Bot',
    result: 'y'.repeat(30_000),
  }
  await writeFile(join(folder, 'monitoring_tool_calls.ndjson'), JSON.stringify(row))
  const hooks = { onProgress: () => undefined, onBadLine: ({ reason }: { reason: string }) => expect.fail(reason) }
  const { tables } = await importSources(app.db.prisma, await findSources(folder), hooks)
  expect(tables.get('monitoring_tool_calls')).toEqual({ added: 1, known: 0, bad: 0 })
  const { toolCall } = await app.execute(ToolCallTexts, { id: 'i1' })
  expect(toolCall).toMatchObject({ botId: 'b', toolSource: 'NATIVE', arguments: null })
  expect(toolCall?.result?.endsWith('… [truncated, 30000 characters]')).toBe(true)
  await rm(folder, { recursive: true })
})
