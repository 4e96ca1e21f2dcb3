import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { binFolder } from '../support/cluster.ts'
import { type FaultyServer, startFaulty, waitFor } from '../support/faults.ts'
import { runCommand } from '../support/process.ts'

describe.skipIf(binFolder === undefined)('a start on an unusable database', () => {
  let faulty: FaultyServer
  let folder: string
  beforeAll(async () => {
    faulty = await startFaulty(binFolder ?? '')
    folder = await mkdtemp(`${tmpdir()}/botlens-start-`)
  })
  afterAll(async () => {
    await faulty.close()
    await rm(folder, { recursive: true, force: true })
  })

  const start = async () => {
    const command = runCommand(['serve'], { DATABASE_URL: faulty.cluster.url, PORT: '0' }, folder)
    const code = await command.ended()
    return { code, output: command.output() }
  }

  test('with a newer schema reports which version to run', async () => {
    await faulty.admin((client) =>
      client.query(`INSERT INTO _prisma_migrations (id, checksum, migration_name, finished_at)
        VALUES ('1', '', '29991231000000_later', now())`),
    )
    const { code, output } = await start()
    expect(code).toBe(1)
    expect(output).toContain('The database has the migration 29991231000000_later')
    expect(output).toContain('Run that version or a newer one')
    expect(output).not.toContain(' at ')
    await faulty.admin((client) => client.query("DELETE FROM _prisma_migrations WHERE id = '1'"))
  })

  test('with an older schema is reported by the readiness of a running server', async () => {
    await faulty.admin((client) => client.query('BEGIN; UPDATE _prisma_migrations SET finished_at = NULL; COMMIT'))
    await waitFor(async () => !(await faulty.isReady()))
    const answer = await fetch(`${faulty.server.url}/health/ready`)
    expect(await answer.json()).toEqual({ status: 'unavailable', reason: 'the database is missing migrations' })
    await faulty.admin((client) => client.query('UPDATE _prisma_migrations SET finished_at = now()'))
    await waitFor(() => faulty.isReady())
  })

  test('that is frozen is stopped in order by a signal', async () => {
    await faulty.cluster.freeze(true)
    try {
      const command = runCommand(['serve'], { DATABASE_URL: faulty.cluster.url, PORT: '0' }, folder)
      await command.waitFor(/"msg":"starting"/)
      command.kill('SIGTERM')
      expect(await command.ended()).toBe(0)
      expect(command.output()).toContain('"msg":"stopped"')
      expect(command.output()).not.toContain('"msg":"listening"')
    } finally {
      await faulty.cluster.freeze(false)
    }
  })

  test('that is frozen fails with what to check', async () => {
    await faulty.cluster.freeze(true)
    try {
      const { code, output } = await start()
      expect(code).toBe(1)
      expect(output).toContain('The connection to the database timed out')
      expect(output).not.toContain(' at ')
    } finally {
      await faulty.cluster.freeze(false)
    }
  })
})
