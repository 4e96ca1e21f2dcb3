import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { cp } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, inject, onTestFinished } from 'vitest'

const root = join(import.meta.dirname, '..', '..')

/** A command of the server in a separate process. */
export interface CommandProcess {
  readonly child: ChildProcess
  /** Its standard output and error output so far. */
  readonly output: () => string
  /** Waits for matching output. Fails if the process ends before. */
  waitFor(pattern: RegExp): Promise<RegExpExecArray>
  /** Waits until the process ends, and returns its exit code; null if it was ended by a signal. */
  ended(): Promise<number | null>
  kill(signal: NodeJS.Signals): void
}

/** No process outlives the test that started it, even if the test fails. */
const killAfterTest = (child: ChildProcess): void => {
  try {
    onTestFinished(() => {
      child.kill('SIGKILL')
    })
  } catch {
    // Started by a hook, which stops it.
  }
}

/**
 * Copies an empty, migrated embedded database to a data folder. A command starts on it in a fraction of the time that
 * it takes to create one. Does nothing if tests run on a server.
 */
export const copyDataFolder = async (dataFolder: string): Promise<void> => {
  const template = inject('dataFolder')
  if (template !== null) await cp(template, dataFolder, { recursive: true })
}

/** Restores the umask after the tests of a file, since opening an embedded database restricts that of its process. */
export const keepUmask = (): void => {
  const umask = process.umask()
  afterAll(() => void process.umask(umask))
}

/** Starts the compiled command, e.g. `serve`, in a separate folder so that no `.env` file is read. */
export const runCommand = (
  args: readonly string[],
  environment: Readonly<Record<string, string>>,
  folder: string,
): CommandProcess => {
  const { PATH = '', HOME = '', TMPDIR = '/tmp' } = process.env
  const child = spawn(process.execPath, [join(root, 'dist', 'main.js'), ...args], {
    cwd: folder,
    env: { PATH, HOME, TMPDIR, ...environment },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  const killIt = () => child.kill('SIGKILL')
  process.once('exit', killIt)
  child.once('exit', () => process.off('exit', killIt))
  killAfterTest(child)
  let output = ''
  const listeners = new Set<() => void>()
  const append = (data: Buffer) => {
    output += data.toString()
    for (const listener of listeners) listener()
  }
  child.stdout?.on('data', append)
  child.stderr?.on('data', append)
  const exit = once(child, 'close') as Promise<[number | null]>
  const matches = (pattern: RegExp) =>
    new Promise<RegExpExecArray>((resolve) => {
      const check = () => {
        const match = pattern.exec(output)
        if (match) resolve(match)
      }
      listeners.add(check)
      check()
    })
  return {
    child,
    output: () => output,
    waitFor: (pattern) =>
      Promise.race([
        matches(pattern),
        exit.then(() => {
          throw new Error(`it ended before it wrote ${pattern}: ${output}`)
        }),
      ]),
    ended: async () => (await exit)[0],
    kill: (signal) => child.kill(signal),
  }
}

/** Settings by which a server rejects nothing because the machine is busy. */
const patient = { RATE_LIMIT: '0', MAX_EVENT_LOOP_DELAY_MS: '600000', OPERATION_TIMEOUT_MS: '600000' }

/** Starts the server on a free port, or the demo, and waits until it listens. */
export const startServer = async (
  environment: Readonly<Record<string, string>>,
  folder: string,
  command: readonly string[] = ['serve'],
) => {
  const server = runCommand(command, { PORT: '0', ...patient, ...environment }, folder)
  const [, url = ''] = await server.waitFor(/"url":"([^"]+)"/)
  /** Sends a query, and returns the response without extensions. */
  const ask = async (query: string): Promise<unknown> => {
    const response = await fetch(url, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ query }),
    })
    const { data, errors } = (await response.json()) as { data?: unknown; errors?: unknown }
    return errors === undefined ? { data } : { data, errors }
  }
  return { ...server, url, ask }
}
