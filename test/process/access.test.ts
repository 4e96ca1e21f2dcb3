import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { copyDataFolder, runCommand } from '../support/process.ts'

let folder: string
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'botlens-access-'))
  await copyDataFolder(join(folder, 'data'))
})
afterAll(() => rm(folder, { recursive: true, force: true }))

const settings = () => ({ DATA_DIR: join(folder, 'data'), PORT: '0' })

const run = async (args: readonly string[], more: Readonly<Record<string, string>> = {}) => {
  const command = runCommand(args, { ...settings(), ...more }, folder)
  const code = await command.ended()
  return { code, output: command.output() }
}

describe('starting', () => {
  test.each<[name: string, more: Record<string, string>, message: string]>([
    ['open to a network', { HOST: '0.0.0.0' }, 'AUTH=off     to allow access without aut'],
    ['open to a network by IPv6', { HOST: '::' }, 'JWT_SECRET   the secret that signs'],
    ['with a weak secret', { JWT_SECRET: 'guessable' }, 'JWT_SECRET must be a secret of at least 32 bytes'],
    [
      'with a wrong origin',
      { CORS_ORIGINS: 'https://a.example/path' },
      'CORS_ORIGINS must be origins separated by commas',
    ],
    ['with known documents only, and none', { PERSISTED_ONLY: 'true' }, 'PERSISTED_DOCUMENTS'],
  ])('%s is rejected, with advice', async (_name, more, message) => {
    const { code, output } = await run(['serve'], more)
    expect(code).toBe(1)
    expect(output).toContain(message)
    expect(output).not.toContain('guessable')
  })
})

describe('the token command', () => {
  test('creates tokens, shows them once, lists and revokes them; the server accepts them', async () => {
    const made = await run(['token', 'create', '--name', 'grafana', '--scope', 'read', '--expires', '90d'])
    expect(made.code).toBe(0)
    const token = /blt_\S{60}/.exec(made.output)?.[0] ?? ''
    expect(token).not.toBe('')

    const server = runCommand(['serve'], { ...settings(), AUTH: 'on' }, folder)
    const [, url = ''] = await server.waitFor(/"url":"([^"]+)"/)
    const ask = async (headers: Record<string, string>) => {
      const body = JSON.stringify({ query: '{ overview { totalErrors } }' })
      const answer = await fetch(url, {
        method: 'POST',
        headers: { 'content-type': 'application/json', ...headers },
        body,
      })
      return answer.status
    }
    expect(await ask({})).toBe(401)
    expect(await ask({ authorization: `Bearer ${token}` })).toBe(200)
    server.kill('SIGTERM')
    expect(await server.ended()).toBe(0)
    expect(server.output()).toContain('"msg":"stopped"')
    expect(server.output()).not.toContain(token)

    const listed = await run(['token', 'list'])
    expect(listed.output).toMatch(/ grafana +read +active +\d{4}-/)
    expect(listed.output).not.toContain(token.slice(21))
    expect((await run(['token', 'revoke', 'grafana'])).code).toBe(0)
    expect((await run(['token', 'list'])).output).toMatch(/ grafana +read +revoked /)
    const again = await run(['token', 'revoke', 'grafana'])
    expect([again.code, again.output]).toEqual([1, 'There is no active token with the name or id "grafana".\n'])
  })

  test.each([
    [['--scope', 'read', '--scope', 'export,record'], 'read,export,record'],
    [['--scope', 'admin'], 'admin'],
    [['--scope', ''], 'none'],
    [[], 'read'],
  ])('%j creates a token with the scopes %s', async (args, scopes) => {
    const name = `scoped as ${scopes}`
    expect((await run(['token', 'create', '--name', name, ...args])).code).toBe(0)
    const line = (await run(['token', 'list'])).output.split('\n').find((text) => text.includes(` ${name} `))
    expect(line).toMatch(new RegExp(` ${name} +${scopes} +active `))
  })

  test.each([
    [['token', 'create', '--name', 'x', '--name', 'y'], '--name was specified more than once. Specify it once.'],
    [['export', '--columns', 'id', '--columns', 'status'], '--columns was specified more than once. Specify it once.'],
    [
      ['prune', '--older-than', '30d', '--older-than', '1h'],
      '--older-than was specified more than once. Specify it once.',
    ],
    [['import', '--from', 'sqlite:a', '--from', 'sqlite:b'], '--from was specified more than once. Specify it once.'],
  ])('%j is rejected as ambiguous', async (args, message) => {
    const { code, output } = await run(args)
    expect([code, output.trim()]).toEqual([1, message])
  })

  test.each([
    [
      ['--name', 'x', '--scope', 'write'],
      '--scope accepts read, export, record, admin, separated by commas, not "write"',
    ],
    [
      ['--name', 'x', '--expires', '0d'],
      '--expires must be a duration such as 12h, 90d, 26w or 1y, at most 100y, or never, not "0d"',
    ],
    [['--name', ''], '--name must have 1 to 255 characters'],
  ])('%s is rejected', async (args, message) => {
    const { code, output } = await run(['token', 'create', ...args])
    expect([code, output.trim()]).toEqual([1, message])
  })
})

test('AUTH=off logs a warning', async () => {
  const server = runCommand(['serve'], { ...settings(), AUTH: 'off', HOST: '0.0.0.0' }, folder)
  await server.waitFor(/listening/)
  expect(server.output()).toMatch(/"level":40.*AUTH=off: anyone who can reach/)
  server.kill('SIGTERM')
  expect(await server.ended()).toBe(0)
})
