import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type LangBot, startSqliteLangBot } from '../support/langbot.ts'
import { copyDataFolder, runCommand, startServer } from '../support/process.ts'

let folder: string
let langBot: LangBot
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'botlens-commands-'))
  await copyDataFolder(folder)
  langBot = await startSqliteLangBot()
  for (const [id, age] of [
    ['old', '-40 days'],
    ['new', '-20 days'],
  ])
    await langBot.run(`INSERT INTO monitoring_errors VALUES ('${id}', strftime('%Y-%m-%d %H:%M:%f000', 'now', '${age}'),
      'E', 'bad', 'b', 'B', 'p', 'P', NULL, NULL, NULL)`)
})
afterAll(async () => {
  await langBot.stop()
  await rm(folder, { recursive: true, force: true })
})

const run = async (...args: string[]) => {
  const command = runCommand(args, { DATA_DIR: folder }, folder)
  return { code: await command.ended(), output: command.output() }
}

test('a LangBot database is copied, old data is counted and removed, and a server follows it', async () => {
  const copied = await run('import', '--from', langBot.address)
  expect(copied.code).toBe(0)
  expect(copied.output).toMatch(/monitoring_errors\W+2\W+0\W+0/)

  const dryRun = await run('prune', '--older-than', '30d', '--dry-run')
  expect(dryRun.code).toBe(0)
  expect(dryRun.output).toMatch(/would be removed[\s\S]*monitoring_errors\W+1\W[\s\S]*Nothing was removed/)
  const pruned = await run('prune', '--older-than', '30d')
  expect(pruned.output).toMatch(/Removing: 100 %[\s\S]*removed[\s\S]*monitoring_errors\W+1\W/)
  expect((await run('prune', '--older-than', '30d', '--dry-run')).output).toMatch(/monitoring_errors\W+0\W/)

  const server = await startServer({ DATA_DIR: folder, FOLLOW_FROM: langBot.address }, folder)
  await langBot.run(`INSERT INTO monitoring_errors VALUES ('live', strftime('%Y-%m-%d %H:%M:%f000', 'now'), 'E', 'bad',
    'b', 'B', 'p', 'P', NULL, NULL, NULL)`)
  await server.waitFor(/monitoring_errors: 1 new/)
  expect(await server.ask('{ errors { nodes { id } } }')).toEqual({
    data: { errors: { nodes: [{ id: 'live' }, { id: 'new' }] } },
  })
  server.kill('SIGTERM')
  expect(await server.ended()).toBe(0)
})

test('failures are reported in one line', async () => {
  const bad = await Promise.all([
    run('import'),
    run('import', 'x', '--follow'),
    run('import', '--from', 'mysql://x'),
    run('import', '--from', `sqlite:${join(folder, 'nowhere.db')}`),
    run('prune', '--older-than', 'long'),
    run('prune'),
  ])
  expect(bad.map(({ code }) => code)).toEqual([1, 1, 1, 1, 1, 1])
  expect(bad.map(({ output }) => output.trim())).toEqual([
    'Specify either a path to import, or a database with --from.',
    '--follow requires --from: files cannot be followed.',
    'Specify the LangBot database as postgres://user:password@host:5432/database or as sqlite:/path/langbot.db',
    expect.stringMatching(/^sqlite:\S+nowhere\.db cannot be opened: the file does not exist$/),
    "error: option '--older-than <duration>' argument 'long' is invalid. Specify a duration such as 90m, 12h, 30d, 4w or 1y, at most 100y.",
    "error: required option '--older-than <duration>' not specified",
  ])
  const unreachable = await run('import', '--from', 'postgres://user:secret@127.0.0.1:1/langbot')
  expect(unreachable).toEqual({
    code: 1,
    output: 'postgres://127.0.0.1:1/langbot cannot be opened: connect ECONNREFUSED 127.0.0.1:1\n',
  })
})
