import { createHash } from 'node:crypto'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { findSources, importSources } from '../../src/import/importFolder.ts'
import { startTestApp, type TestApp } from '../support/app.ts'
import { message, RecordMessages } from '../support/record.ts'

const image = Buffer.from(Array.from({ length: 3000 }, (_, i) => (i * 7) % 256))
const voice = Buffer.alloc(2000, 'voice')
const chain = (imageValue: string, voiceValue: string) =>
  `[ {"type":"Plain","text":"a \\u00e9"}, {"type":"Image","base64": ${imageValue}},{"type":"Voice","length":3,"base64":${voiceValue}} ]`
const content = chain(
  `"data:image/png;base64,${image.toString('base64')}"`,
  `"data:audio/silk;base64,${voice.toString('base64')}"`,
)
const describeMedia = (type: string, data: Buffer) =>
  `{"type":"${type}","size":${data.length},"sha256":"${createHash('sha256').update(data).digest('hex')}"}`
const described = chain(describeMedia('image/png', image), describeMedia('audio/silk', voice))

describe.each([
  [true, content],
  [false, described],
  [undefined, described],
])('with KEEP_MEDIA %s', (keepMedia, stored) => {
  let app: TestApp
  let folder: string
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'botlens-media-'))
    app = await startTestApp(keepMedia === undefined ? {} : { recording: { sessionIdleMinutes: 30, keepMedia } })
  })
  afterAll(async () => {
    await app.close()
    await rm(folder, { recursive: true, force: true })
  })

  const contentOf = async (id: string) => {
    const { data } = await app.send('query ($id: ID!) { message(id: $id) { messageContent messageText } }', { id })
    return data
  }
  const expected = { message: { messageContent: stored, messageText: 'a é[Image][Voice 3s]' } }

  test('a recorded message', async () => {
    await app.execute(RecordMessages, { input: [message({ id: 'recorded', messageContent: content })] })
    expect(await contentOf('recorded')).toEqual(expected)
  })

  test('an imported message', async () => {
    const file = join(folder, 'monitoring_messages.ndjson')
    const row = {
      id: 'imported',
      timestamp: '2026-05-01T10:00:00Z',
      ...{ bot_id: 'b', bot_name: 'B', pipeline_id: 'p', pipeline_name: 'P', session_id: 's' },
      ...{ message_content: content, status: 'success', level: 'info' },
    }
    await writeFile(file, JSON.stringify(row))
    await importSources(app.db.prisma, await findSources(file), {
      onProgress: () => undefined,
      onBadLine: ({ reason }) => {
        throw new Error(reason)
      },
      ...(keepMedia === undefined ? {} : { keepMedia }),
    })
    expect(await contentOf('imported')).toEqual(expected)
  })
})
