import { randomBytes } from 'node:crypto'
import { rmSync } from 'node:fs'
import { mkdir, mkdtemp, readdir, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import pg from 'pg'
import { beforeEach, describe, expect, test, vi } from 'vitest'
import { type Answer, ask, codesOf } from '../support/ask.ts'
import { canMakeDisk } from '../support/cluster.ts'
import { makeSmallDisk, type SmallDisk } from '../support/disk.ts'
import { copyDataFolder, startServer } from '../support/process.ts'
import { message } from '../support/record.ts'

const record = 'mutation ($input: [RecordMessageInput!]!) { recordMessages(input: $input) { recorded } }'
const mebibyte = 1024 * 1024
const waitOptions = { timeout: 60_000, interval: 200 }

const connectTo = async (url: string) => {
  const { origin } = new URL(url)
  const send = (path: string, init?: RequestInit) => fetch(`${origin}${path}`, init)
  return {
    send,
    recordOne: (id: string, bytes = 50_000): Promise<Answer> => {
      const messageContent = randomBytes(bytes).toString('base64')
      return ask({ fetch: send }, record, { variables: { input: [message({ id, messageContent })] } })
    },
    countMessages: async () => (await ask({ fetch: send }, '{ messages { totalCount } }')).data,
    readiness: async () => (await send('/health/ready')).status,
  }
}

/** The processor time that a process has used, in ticks of 10 ms. */
const readProcessorTicks = async (pid: number | undefined): Promise<number> => {
  const fields = (await readFile(`/proc/${pid}/stat`, 'utf8')).split(') ')[1]?.split(' ') ?? []
  return Number(fields[11]) + Number(fields[12])
}

describe.skipIf(!canMakeDisk())('the embedded database on a full disk', () => {
  let disk: SmallDisk
  beforeEach(async () => {
    disk = await makeSmallDisk(320)
    return () => disk.remove()
  })

  const start = () => startServer({ DATA_DIR: join(disk.folder, 'data'), LOG_LEVEL: 'info' }, disk.folder)
  const copyDatabase = () => copyDataFolder(join(disk.folder, 'data'))
  const expectDiskFull = (answer: Answer) => {
    expect([answer.status, codesOf(answer), answer.headers.get('retry-after')]).toEqual([
      503,
      ['SERVICE_UNAVAILABLE'],
      '30',
    ])
    expect(answer.errors[0]?.message).toContain('The disk of the database is full')
  }

  test.each([
    ['little is left', 10 * mebibyte, false],
    ['nothing is left', 0, false],
    ['nothing is left, not even the reserve', 0, true],
  ])(
    'reads continue, writes fail clearly, and recording resumes when space is freed: %s',
    async (_name, free, taken) => {
      await copyDatabase()
      const server = await start()
      const { recordOne, countMessages, readiness } = await connectTo(server.url)
      const stored: string[] = []
      for (let index = 0; index < 5; index += 1) {
        expect((await recordOne(`before-${index}`)).errors).toEqual([])
        stored.push(`before-${index}`)
      }
      if (taken) rmSync(join(disk.folder, 'data', 'botlens.reserve'))
      disk.fill(free)
      let refused: Answer | undefined
      for (let index = 0; refused === undefined; index += 1) {
        const answer = await recordOne(`during-${index}`, 300_000)
        if (answer.errors.length > 0) refused = answer
        else stored.push(`during-${index}`)
      }
      expectDiskFull(refused)
      for (let round = 0; round < 5; round += 1) {
        expectDiskFull(await recordOne('never'))
        expect(await countMessages()).toEqual({ messages: { totalCount: stored.length } })
        await vi.waitFor(async () => expect(await readiness()).toBe(200), waitOptions)
      }
      await disk.empty()
      await vi.waitFor(async () => expect((await recordOne('after')).errors).toEqual([]), waitOptions)
      expect(await countMessages()).toEqual({ messages: { totalCount: stored.length + 1 } })
      server.kill('SIGTERM')
      expect(await server.ended()).toBe(0)
      expect(server.output()).toContain('"msg":"stopped"')
    },
  )

  test('stops in order while the disk is full, and can be read after a restart', async () => {
    await copyDatabase()
    const server = await start()
    const { recordOne } = await connectTo(server.url)
    expect((await recordOne('one')).errors).toEqual([])
    disk.fill(0)
    expectDiskFull(await recordOne('two'))
    server.kill('SIGTERM')
    expect(await server.ended()).toBe(0)
    const again = await start()
    const second = await connectTo(again.url)
    expect(await second.countMessages()).toEqual({ messages: { totalCount: 1 } })
    expectDiskFull(await second.recordOne('two'))
    await disk.empty()
    await vi.waitFor(async () => expect((await second.recordOne('two')).errors).toEqual([]), waitOptions)
    again.kill('SIGTERM')
    expect(await again.ended()).toBe(0)
  })

  test('is reported at the first start', async () => {
    disk.fill(20 * mebibyte)
    await expect(start()).rejects.toThrow(/disk is full\. Free some space/)
    await disk.empty()
    const server = await start()
    server.kill('SIGTERM')
    expect(await server.ended()).toBe(0)
  })
})

describe('an embedded database that crashes', () => {
  let folder: string
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'botlens-embedded-'))
    return () => rm(folder, { recursive: true, force: true })
  })

  test('is restarted by the same process without losing records or spinning', async () => {
    const temporary = join(folder, 'tmp')
    await mkdir(temporary)
    await copyDataFolder(join(folder, 'data'))
    const server = await startServer({ DATA_DIR: join(folder, 'data'), TMPDIR: temporary }, folder)
    const { recordOne, countMessages, readiness } = await connectTo(server.url)
    expect((await recordOne('one')).errors).toEqual([])
    const [socketFolder = ''] = (await readdir(temporary)).filter((name) => name.startsWith('botlens-socket-'))
    // PostgreSQL cannot create the next file of its log, and stops.
    const obstacle = join(folder, 'data', 'postgresql', 'pg_wal', 'xlogtemp.42')
    await mkdir(obstacle)
    const client = new pg.Client({ host: join(temporary, socketFolder), user: 'postgres', database: 'postgres' })
    client.on('error', () => undefined)
    await client.connect()
    const crash = async () => {
      await client.query('CREATE TABLE IF NOT EXISTS switches (id integer)')
      for (;;) await client.query('INSERT INTO switches VALUES (1) RETURNING pg_switch_wal()')
    }
    await expect(crash()).rejects.toThrow()
    await server.waitFor(/stopped unexpectedly/)
    await rm(obstacle, { recursive: true })
    await vi.waitFor(async () => expect(await readiness()).toBe(200), waitOptions)
    expect(await countMessages()).toEqual({ messages: { totalCount: 1 } })
    expect((await recordOne('two')).errors).toEqual([])
    const before = await readProcessorTicks(server.child.pid)
    await countMessages()
    expect((await readProcessorTicks(server.child.pid)) - before).toBeLessThan(500)
    server.kill('SIGTERM')
    expect(await server.ended()).toBe(0)
  })
})
