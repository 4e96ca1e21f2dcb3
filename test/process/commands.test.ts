import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { beforeEach, describe, expect, test } from 'vitest'
import { copyDataFolder, runCommand, startServer } from '../support/process.ts'
import { referenceFolder } from '../support/reference.ts'

let folder: string
let environment: { DATA_DIR: string }
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'botlens-process-'))
  environment = { DATA_DIR: join(folder, 'data') }
  return () => rm(folder, { recursive: true, force: true })
})

describe('settings', () => {
  test('report all invalid values together, with what is allowed', async () => {
    const bad = { PORT: 'eighty', LOG_LEVEL: 'loud', DATABASE_URL: 'mysql://user:geheim@host/db' }
    const command = runCommand(['serve'], bad, folder)
    expect(await command.ended()).toBe(1)
    expect(command.output()).toContain('PORT must be an integer from 0 to 65535, not "eighty"')
    expect(command.output()).toContain('LOG_LEVEL must be one of trace, debug')
    expect(command.output()).toContain('DATABASE_URL must be a connection string such as postgresql://')
    expect(command.output()).not.toContain('geheim')
    expect(command.output()).not.toContain(' at ')
  })

  test('are read from a .env file', async () => {
    await writeFile(join(folder, '.env'), 'PORT=eighty\n')
    const command = runCommand(['serve'], {}, folder)
    expect(await command.ended()).toBe(1)
    expect(command.output()).toContain('PORT must be')
  })

  test('report a clear error if the database does not respond', async () => {
    const command = runCommand(['serve'], { DATABASE_URL: 'postgresql://nobody@127.0.0.1:1/none' }, folder)
    expect(await command.ended()).toBe(1)
    expect(command.output()).toContain('The database cannot be reached (ECONNREFUSED)')
    expect(command.output()).not.toContain(' at ')
  })
})

describe('the data folder', () => {
  test('belongs to one process at a time, and is usable after a process was killed', async () => {
    await copyDataFolder(environment.DATA_DIR)
    const first = await startServer(environment, folder)
    const second = runCommand(['serve'], { ...environment, PORT: '0' }, folder)
    expect(await second.ended()).toBe(1)
    expect(second.output()).toContain(`is in use by process ${first.child.pid}`)
    first.kill('SIGKILL')
    await first.ended()
    const third = await startServer(environment, folder)
    expect(await third.ask('{ overview { totalMessages } }')).toEqual({ data: { overview: { totalMessages: 0 } } })
    third.kill('SIGTERM')
    expect(await third.ended()).toBe(0)
  })
})

describe('import', () => {
  beforeEach(() => copyDataFolder(environment.DATA_DIR))

  test('prints a summary, and the server returns the rows', async () => {
    const command = runCommand(['import', referenceFolder], environment, folder)
    expect(await command.ended()).toBe(0)
    expect(command.output()).toMatch(/monitoring_llm_calls\W+300\W+0\W+0/)
    const server = await startServer(environment, folder)
    expect(await server.ask('{ overview { llmCalls } }')).toEqual({ data: { overview: { llmCalls: 300 } } })
    server.kill('SIGTERM')
    expect(await server.ended()).toBe(0)
  })

  test('fails at an invalid line, or skips it with a flag', async () => {
    const file = join(folder, 'monitoring_errors.ndjson')
    const good = { id: '1', timestamp: '2026-01-01T00:00:00Z', error_type: 'E', error_message: 'm' }
    await writeFile(file, `${JSON.stringify(good)}\nnonsense\n`)
    const fatal = runCommand(['import', file], environment, folder)
    expect(await fatal.ended()).toBe(1)
    expect(fatal.output()).toContain(`${file}:2: the line is not valid JSON`)
    expect(fatal.output()).toContain('--skip-bad')
    const skipping = runCommand(['import', file, '--skip-bad'], environment, folder)
    expect(await skipping.ended()).toBe(0)
    expect(skipping.output()).toContain(`skipped ${file}:2: the line is not valid JSON`)
    expect(skipping.output()).toMatch(/monitoring_errors\W+1\W+0\W+1/)
  })

  test('loses no reported row if it is killed, and the next import completes', async () => {
    const file = join(folder, 'monitoring_errors.ndjson')
    const total = 60_000
    const line = (index: number) =>
      JSON.stringify({ id: `e${index}`, timestamp: '2026-01-01T00:00:00Z', error_type: 'E', error_message: 'm' })
    await writeFile(file, Array.from({ length: total }, (_, index) => line(index)).join('\n'))
    const killed = runCommand(['import', file], environment, folder)
    const [, reported = '0'] = await killed.waitFor(/(\d{4,}) rows stored/)
    killed.kill('SIGKILL')
    await killed.ended()
    const again = runCommand(['import', file], environment, folder)
    expect(await again.ended()).toBe(0)
    const [, added = '', known = ''] = /monitoring_errors\W+(\d+)\W+(\d+)\W+0/.exec(again.output()) ?? []
    expect(Number(known)).toBeGreaterThanOrEqual(Number(reported))
    expect(Number(added)).toBeGreaterThan(0)
    expect(Number(added) + Number(known)).toBe(total)
  })
})
