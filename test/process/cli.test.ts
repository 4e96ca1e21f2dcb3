import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { beforeEach, expect, test } from 'vitest'
import { listSettings } from '../../src/config/settings.ts'
import { exportTypes } from '../../src/export/types.ts'
import { runCommand } from '../support/process.ts'

let folder: string
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'botlens-cli-'))
  return () => rm(folder, { recursive: true, force: true })
})

const run = async (...args: string[]) => {
  const command = runCommand(args, { DATA_DIR: join(folder, 'data'), PORT: '4321' }, folder)
  return { code: await command.ended(), output: command.output() }
}

test('an unknown command is rejected with a suggestion, as is an unknown subcommand', async () => {
  expect(await run('improt')).toEqual({ code: 1, output: "error: unknown command 'improt'\n(Did you mean import?)\n" })
  expect(await run('token', 'lst')).toEqual({ code: 1, output: "error: unknown command 'lst'\n(Did you mean list?)\n" })
})

test('--version prints the version of package.json', async () => {
  const text = await readFile(join(import.meta.dirname, '..', '..', 'package.json'), 'utf8')
  const { version } = JSON.parse(text) as { readonly version: string }
  expect(await run('--version')).toEqual({ code: 0, output: `${version}\n` })
})

test('serve --help lists every setting with its default, what is allowed and its description', async () => {
  const { code, output } = await run('serve', '--help')
  expect(code).toBe(0)
  const lines = new Set(output.split('\n').map((line) => line.split(/ {2,}/).join('  ')))
  for (const { name, meaning, allowed = '-', default: value = '-' } of listSettings())
    expect(lines).toContain([name, value, allowed, meaning].join('  '))
})

test('export --help lists every type', async () => {
  const { code, output } = await run('export', '--help')
  expect(code).toBe(0)
  const [, listed = ''] = /--type <type> +([^(]+)\(default/.exec(output) ?? []
  expect(
    listed
      .replaceAll(/\s+/g, ' ')
      .trim()
      .split(/, or |, /),
  ).toEqual([...exportTypes.keys()])
})

test('a path that does not exist is reported', async () => {
  expect(await run('import', 'nowhere')).toEqual({ code: 1, output: 'nowhere does not exist\n' })
})

test('while another process uses the data folder, commands print advice', async () => {
  await mkdir(join(folder, 'data'))
  await writeFile(join(folder, 'data', 'botlens.lock'), 'held')
  const exported = await run('export', '--type', 'errors', '--bot', 'b 1')
  expect(exported.code).toBe(1)
  expect(exported.output).toContain('stop it and run this command again')
  expect(exported.output).toContain('http://127.0.0.1:4321/api/v1/monitoring/export?type=errors&botId=b+1')
  expect((await run('prune', '--older-than', '30d')).output).toContain('RETENTION_DAYS')
  const listed = await run('token', 'list')
  expect([listed.code, listed.output]).toEqual([1, expect.stringContaining('stop it and run this command again')])
})
