import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { copyDataFolder, runCommand, startServer } from '../support/process.ts'

let folder: string
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'botlens-start-'))
  await copyDataFolder(join(folder, 'data'))
})
afterAll(() => rm(folder, { recursive: true, force: true }))

const run = async (more: Readonly<Record<string, string>>) => {
  const command = runCommand(['serve'], { DATA_DIR: join(folder, 'data'), PORT: '0', ...more }, folder)
  return { code: await command.ended(), output: command.output() }
}

test('an unusable address fails the start before anything is opened', async () => {
  const { code, output } = await run({ FOLLOW_FROM: 'postgres://user:secret@host:99999/langbot' })
  expect(code).toBe(1)
  expect(output).toContain('FOLLOW_FROM must be the address of a LangBot database')
  for (const text of ['secret', '    at ', '"msg"']) expect(output).not.toContain(text)
})

describe('a start that fails to listen', () => {
  test('closes the database, prints advice, and the next start succeeds', async () => {
    const taken = createServer().listen(0, '127.0.0.1')
    await once(taken, 'listening')
    const address = taken.address()
    const port = typeof address === 'object' && address ? address.port : 0
    const followed = { FOLLOW_FROM: `sqlite:${join(folder, 'nowhere.db')}` }
    const busy = await run({ PORT: String(port), ...followed })
    expect(busy.code).toBe(1)
    expect(busy.output).toContain(`Cannot listen on HOST 127.0.0.1, PORT ${port}: `)
    expect(busy.output).toContain('choose another PORT')
    expect(busy.output).not.toContain('    at ')
    const nowhere = await run({ HOST: '203.0.113.1', AUTH: 'on' })
    expect(nowhere.code).toBe(1)
    expect(nowhere.output).toContain('HOST 203.0.113.1')
    taken.close()

    const server = await startServer({ DATA_DIR: join(folder, 'data') }, folder)
    expect(await server.ask('{ messages { totalCount } }')).toEqual({ data: { messages: { totalCount: 0 } } })
    server.kill('SIGTERM')
    expect(await server.ended()).toBe(0)
    expect(server.output()).toContain('"msg":"stopped"')
  })
})
