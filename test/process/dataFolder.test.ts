import {
  chmod,
  mkdir,
  mkdtemp,
  readdir,
  readFile,
  rename,
  rm,
  stat,
  truncate,
  utimes,
  writeFile,
} from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { beforeAll, describe, expect, test } from 'vitest'
import { runCommand, startServer } from '../support/process.ts'

let folder: string
let temporary: string
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'botlens-folder-'))
  temporary = join(folder, 'tmp')
  await mkdir(temporary)
  await mkdir(join(folder, 'data'), { mode: 0o755 })
  const server = await startServer(environment(), folder)
  server.kill('SIGTERM')
  expect(await server.ended()).toBe(0)
  return () => rm(folder, { recursive: true, force: true })
})

const data = (...names: readonly string[]) => join(folder, 'data', ...names)
const environment = () => ({ DATA_DIR: data(), TMPDIR: temporary })
const listSockets = async () => (await readdir(temporary)).filter((name) => name.startsWith('botlens-socket-'))

/** The files and folders of the server that other users can access. */
const findOpen = async (): Promise<string[]> => {
  const names = await readdir(data(), { recursive: true })
  const modes = await Promise.all(names.map(async (name) => ({ name, mode: (await stat(data(name))).mode & 0o777 })))
  return modes.filter(({ mode }) => (mode & 0o077) !== 0).map(({ name }) => name)
}

describe.skipIf(process.platform === 'win32')('files', () => {
  test('are accessible to their owner only, in a folder that existed before', async () => {
    expect((await readdir(data('postgresql'), { recursive: true })).length).toBeGreaterThan(500)
    expect(await findOpen()).toEqual([])
  })

  test('of an earlier version are corrected; other files are left unchanged', async () => {
    await chmod(data('postgresql', 'PG_VERSION'), 0o666)
    await chmod(data('postgresql', 'base'), 0o755)
    await writeFile(data('notes.txt'), '', { mode: 0o644 })
    await chmod(data('notes.txt'), 0o644)
    const server = await startServer(environment(), folder)
    expect(await findOpen()).toEqual(['notes.txt'])
    server.kill('SIGTERM')
    expect(await server.ended()).toBe(0)
    expect(await findOpen()).toEqual(['notes.txt'])
    await rm(data('notes.txt'))
  })
})

describe('damaged files', () => {
  const control = () => data('postgresql', 'global', 'pg_control')
  /** Every file with its size and modification time. */
  const fingerprint = async (under: string): Promise<string[]> => {
    const names = (await readdir(data('postgresql'), { recursive: true })).sort()
    const states = await Promise.all(names.map(async (name) => ({ name, state: await stat(data('postgresql', name)) })))
    return states
      .filter(({ name, state }) => state.isFile() && name.startsWith(under) && !notData.test(name))
      .map(({ name, state }) => `${name} ${state.size} ${state.mtimeMs}`)
  }
  /** Files that every start of PostgreSQL writes, and that contain no data. */
  const notData = /^postmaster\.|^postgresql\.auto|pg_internal/
  const moveAway = (name: string) => async () => {
    await rename(data('postgresql', name), join(folder, 'moved'))
    return () => rename(join(folder, 'moved'), data('postgresql', name))
  }
  const cut = (find: () => Promise<string>, bytes: number) => async () => {
    const path = await find()
    const content = await readFile(path)
    await truncate(path, bytes)
    return () => writeFile(path, content)
  }
  const findLog = async () => {
    const names = await readdir(data('postgresql', 'pg_wal'))
    return names.filter((name) => /^[0-9A-F]{24}$/.test(name)).map((name) => data('postgresql', 'pg_wal', name))
  }
  /** Truncates all files of the log, or all tables. */
  const cutAll = (find: () => Promise<string[]>) => async () => {
    const restores = await Promise.all((await find()).map((path) => cut(async () => path, 0)()))
    return async () => void (await Promise.all(restores.map((restore) => restore())))
  }
  const findTables = async () => {
    const names = await readdir(data('postgresql', 'base', '5'))
    return names.filter((name) => /^\d+$/.test(name)).map((name) => data('postgresql', 'base', '5', name))
  }

  test.each([
    ['a truncated control file', cut(async () => control(), 100), 'pg_control has 100 bytes'],
    ['no control file', moveAway('global/pg_control'), 'pg_control is missing'],
    ['no PG_VERSION', moveAway('PG_VERSION'), 'PG_VERSION is missing'],
    ['no base', moveAway('base'), 'base is missing'],
    ['no log', moveAway('pg_wal'), 'pg_wal is missing'],
    ['a truncated log', cutAll(findLog), 'cannot be opened'],
    // PostgreSQL records in its control file and log that it is running before it reads a table.
    ['truncated tables', cutAll(findTables), 'cannot be opened', 'base/'],
  ])('%s: the start fails with advice, and overwrites nothing', async (_name, damage, reason, under = '') => {
    const restore = await damage()
    try {
      const before = await fingerprint(under)
      const command = runCommand(['serve'], { ...environment(), PORT: '0' }, folder)
      expect(await command.ended()).toBe(1)
      const output = command.output()
      expect(output).toContain(`The embedded database in ${data()} cannot be opened`)
      expect(output).toContain(reason)
      expect(output).toContain('Restore the folder from a backup, or set DATA_DIR to another folder')
      expect(output).not.toMatch(/\n\s+at |wasm|RuntimeError/)
      expect(await fingerprint(under)).toEqual(before)
      expect(await listSockets()).toEqual([])
    } finally {
      await restore()
    }
  })

  test('can be opened after they are restored', async () => {
    const server = await startServer(environment(), folder)
    expect(await server.ask('{ messages { totalCount } }')).toEqual({ data: { messages: { totalCount: 0 } } })
    server.kill('SIGTERM')
    expect(await server.ended()).toBe(0)
  })

  test('of an interrupted first start are created again', async () => {
    const other = join(folder, 'interrupted')
    await mkdir(join(other, 'postgresql', 'global'), { recursive: true })
    await writeFile(join(other, 'postgresql', 'global', '1213'), 'half')
    await writeFile(join(other, 'postgresql.creating'), '')
    const server = await startServer({ DATA_DIR: other, TMPDIR: temporary }, folder)
    server.kill('SIGTERM')
    expect(await server.ended()).toBe(0)
    expect(await readdir(other)).not.toContain('postgresql.creating')
  })
})

describe('the folder of the socket', () => {
  test.each(['SIGTERM', 'SIGINT', 'SIGHUP'] as const)('is removed when the process ends: %s', async (signal) => {
    const server = await startServer(environment(), folder)
    expect(await listSockets()).toHaveLength(1)
    server.kill(signal)
    await server.ended()
    expect(await listSockets()).toEqual([])
  })

  test('is removed when a signal ends a command', async () => {
    const file = join(folder, 'monitoring_errors.ndjson')
    const row = { id: '1', timestamp: '2026-01-01T00:00:00Z', error_type: 'E', error_message: 'm' }
    await writeFile(file, Array.from({ length: 40_000 }, (_, id) => JSON.stringify({ ...row, id: `${id}` })).join('\n'))
    const command = runCommand(['import', file], environment(), folder)
    await command.waitFor(/\d{4,} rows stored/)
    command.kill('SIGTERM')
    expect(await command.ended()).toBeNull()
    expect(await listSockets()).toEqual([])
  })

  test('of a crashed process is removed at the next start, and no other one is', async () => {
    const crashed = await startServer(environment(), folder)
    crashed.kill('SIGKILL')
    await crashed.ended()
    const [left] = await listSockets()
    const foreign = join(temporary, 'botlens-socket-foreign')
    await mkdir(foreign)
    await writeFile(join(foreign, 'owner.json'), await readFile(join(temporary, left ?? '', 'owner.json')))
    await writeFile(join(foreign, 'letter.txt'), 'not ours')
    const unknown = join(temporary, 'botlens-socket-unknown')
    await mkdir(unknown)
    const server = await startServer(environment(), folder)
    const names = await listSockets()
    expect(names).not.toContain(left)
    expect(names).toEqual(expect.arrayContaining(['botlens-socket-foreign', 'botlens-socket-unknown']))
    expect(names).toHaveLength(3)
    server.kill('SIGTERM')
    expect(await server.ended()).toBe(0)
  })
})

describe('the lock of another machine', () => {
  const lockFile = () => data('botlens.lock')
  const lock = JSON.stringify({ pid: 1, host: 'another-machine', started: null, token: 'theirs' })

  test('is taken over if it shows no heartbeat', async () => {
    await writeFile(lockFile(), lock)
    const server = await startServer(environment(), folder)
    expect(server.output()).toContain('is locked by process 1 on the machine another-machine')
    server.kill('SIGTERM')
    expect(await server.ended()).toBe(0)
  })

  test('is respected while it shows a heartbeat', async () => {
    await writeFile(lockFile(), lock)
    const beats = setInterval(() => void utimes(lockFile(), new Date(), new Date()), 200)
    const command = runCommand(['serve'], { ...environment(), PORT: '0' }, folder)
    expect(await command.ended()).toBe(1)
    clearInterval(beats)
    expect(command.output()).toContain('is in use by process 1 on the machine another-machine')
    await rm(lockFile())
  })

  test('that was taken over during a suspension ends the suspended process when it resumes', async () => {
    const stopped = await startServer(environment(), folder)
    stopped.kill('SIGSTOP')
    await writeFile(lockFile(), lock)
    stopped.kill('SIGCONT')
    expect(await stopped.ended()).toBe(1)
    expect(stopped.output()).toContain('was taken over by another process')
    expect(await readFile(lockFile(), 'utf8')).toBe(lock)
    await rm(lockFile())
  })
})
