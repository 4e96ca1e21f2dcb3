import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import pg from 'pg'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { type EmbeddedDatabase, startEmbedded } from '../../src/db/embedded/start.ts'
import { makeDatabaseCheck } from '../../src/db/health.ts'
import { copyDataFolder, keepUmask } from '../support/process.ts'

const endless = 'SELECT count(*) FROM generate_series(1::bigint, 1000000000000)'
const waitOptions = { timeout: 60_000, interval: 200 }

keepUmask()
let folder: string
const restarts: string[] = []
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'botlens-hang-'))
  await copyDataFolder(join(folder, 'data'))
})
afterAll(() => rm(folder, { recursive: true, force: true }))

const start = (): Promise<EmbeddedDatabase> =>
  startEmbedded(join(folder, 'data'), {
    onRestart: ({ message }) => restarts.push(message),
    onWatch: () => undefined,
    onLost: (error) => {
      throw error
    },
  })

const connect = async (embedded: EmbeddedDatabase): Promise<pg.Client> => {
  const client = new pg.Client({ ...embedded.connection })
  client.on('error', () => undefined)
  await client.connect()
  return client
}

test('a database that hangs is not ready, and is restarted when its statement exceeds the timeout', async () => {
  const embedded = await start()
  const client = await connect(embedded)
  await client.query('CREATE TABLE kept (id integer)')
  await client.query('INSERT INTO kept VALUES (1)')
  const check = makeDatabaseCheck(embedded.connection, 300)
  const hanging = client.query(endless).catch(({ message }: Error) => message)
  await vi.waitFor(async () => expect(await check()).toBe('the database does not respond'), waitOptions)
  expect(restarts).toEqual([])
  // Long enough for the statements after the restart, also on a busy machine.
  embedded.limitStatements(3000)
  expect(await hanging).toContain('Connection terminated')
  const other = await vi.waitFor(() => connect(embedded), waitOptions)
  expect((await other.query('SELECT id FROM kept')).rows).toEqual([{ id: 1 }])
  expect(restarts[0]).toContain('stopped unexpectedly')
  await other.end()
  await embedded.stop()
})

test('a database that hangs can be stopped', async () => {
  const embedded = await start()
  const client = await connect(embedded)
  const hanging = client.query(endless).catch(({ message }: Error) => message)
  await embedded.stop()
  expect(await hanging).toContain('Connection terminated')
})
