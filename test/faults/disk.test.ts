import { randomBytes } from 'node:crypto'
import { rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type Answer, codesOf } from '../support/ask.ts'
import { binFolder, canMakeDisk } from '../support/cluster.ts'
import { type FaultyServer, startFaulty } from '../support/faults.ts'
import { message } from '../support/record.ts'

const record = 'mutation ($input: [RecordMessageInput!]!) { recordMessages(input: $input) { recorded } }'

describe.skipIf(binFolder === undefined || !canMakeDisk())('a full disk', () => {
  let faulty: FaultyServer
  const filler = () => join(faulty.cluster.disk, 'filler')
  beforeAll(async () => {
    faulty = await startFaulty(binFolder ?? '', { cluster: { diskMegabytes: 12 } })
    await faulty.admin(async (client) => {
      await client.query(`CREATE TABLESPACE small LOCATION '${faulty.cluster.disk}'`)
      await client.query('ALTER TABLE monitoring_messages SET TABLESPACE small')
    })
    await writeFile(filler(), Buffer.alloc(8_000_000))
  })
  afterAll(() => faulty.close())

  const send = (id: string): Promise<Answer> => {
    const messageContent = randomBytes(150_000).toString('base64')
    return faulty.send(record, { variables: { input: [message({ id, messageContent })] } })
  }

  test('rejects records with its reason, continues to read, and records again when there is space', async () => {
    const stored: string[] = []
    let refused: Answer | undefined
    for (let index = 0; index < 100 && !refused; index += 1) {
      const answer = await send(`message-${index}`)
      if (answer.errors.length > 0) refused = answer
      else stored.push(`message-${index}`)
    }
    expect(stored.length).toBeGreaterThan(0)
    expect(refused && [refused.status, codesOf(refused), refused.headers.get('retry-after')]).toEqual([
      503,
      ['SERVICE_UNAVAILABLE'],
      '30',
    ])
    expect(refused?.errors[0]?.message).toBe(
      'The disk of the database is full: nothing can be recorded until space is freed. Reads continue.',
    )
    expect(await faulty.isReady()).toBe(true)
    const read = await faulty.send('{ messages { totalCount } }')
    expect([read.errors, read.data]).toEqual([[], { messages: { totalCount: stored.length } }])

    await rm(filler())
    await faulty.admin((client) => client.query('VACUUM monitoring_messages'))
    expect((await send('after')).data).toEqual({ recordMessages: { recorded: 1 } })
    expect(faulty.logged.filter((line) => line.includes('"level":50'))).toEqual([])
  })
})
