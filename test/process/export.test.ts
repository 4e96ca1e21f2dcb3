import { execFile, spawn } from 'node:child_process'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { copyDataFolder } from '../support/process.ts'
import { referenceFolder } from '../support/reference.ts'

const run = promisify(execFile)
const root = join(import.meta.dirname, '..', '..')
let environment: NodeJS.ProcessEnv
let folder: string

const command = [join(root, 'dist', 'main.js')]
const botlens = (...args: string[]) => run('node', [...command, ...args], { env: environment, cwd: root })

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'botlens-export-'))
  await copyDataFolder(folder)
  environment = { ...process.env, DATABASE_URL: '', DATA_DIR: folder }
  await botlens('import', referenceFolder)
})
afterAll(() => rm(folder, { recursive: true, force: true }))

test('an export is written to standard output, without a server', async () => {
  const { stdout, stderr } = await botlens(
    'export',
    ...['--type', 'llm-calls', '--start', '2026-05-01', '--end', '2026-05-02', '--columns', 'id,status'],
    ...['--bot', 'b0a1c2d3-0000-4000-8000-000000000001', '--bot', 'b0a1c2d3-0000-4000-8000-000000000002'],
  )
  const rows = stdout.trimEnd().split('\n').slice(1)
  expect(stdout.startsWith('\uFEFFid,status\n')).toBe(true)
  expect(stderr).toBe(`${rows.length} rows\n`)
})

test('an export truncated at the limit is reported', async () => {
  const { stdout, stderr } = await botlens('export', '--format', 'ndjson', '--limit', '2', '--raw')
  expect(stdout.trimEnd().split('\n')).toHaveLength(2)
  expect(stderr).toBe('2 rows\nThe export was truncated at --limit 2. Increase --limit to export all rows.\n')
})

test('an invalid option is named, and the command fails', async () => {
  await expect(botlens('export', '--type', 'calls')).rejects.toMatchObject({
    code: 1,
    stdout: '',
    stderr:
      '--type: "calls" is not one of messages, sessions, embedding-calls, errors, feedback, llm-calls, tool-calls, turns\n',
  })
})

test.each([
  [['--session', 'x'.repeat(256)], /^--session: "x+…" \(256 characters\) is too long/],
  [['--start', '2026-05-02', '--end', '2026-05-01'], /^--start .* is after --end/],
  [
    ['--last', 'P1D', '--calendar', 'TODAY'],
    /^--last P1D and --calendar TODAY cannot be combined: .* --start and --end/,
  ],
  [['--time-zone', 'x'], /^--time-zone: "x" is not a valid time zone/],
  [['--filter', '{"last": "1d"}'], /^--filter\.last: .*"1d" is not a valid duration/],
  [['--filter', '{"statuses": ["BAD"]}'], /^--filter\.statuses\.0: Value "BAD" does not exist in "MessageStatus" enum/],
  [['--limit', '0'], /^--limit: "0" is not a valid limit/],
])('%j is rejected with the name of its option', async (args, stderr) => {
  await expect(botlens('export', ...args)).rejects.toMatchObject({ code: 1, stderr: expect.stringMatching(stderr) })
})

test('a closed pipe ends the export without an error', async () => {
  const child = spawn('node', [...command, 'export'], { env: environment, cwd: root })
  const errors: string[] = []
  child.stderr.on('data', (chunk) => errors.push(String(chunk)))
  child.stdout.destroy()
  const code = await new Promise((resolve) => child.once('exit', resolve))
  expect([code, errors.join('')]).toEqual([0, ''])
})
