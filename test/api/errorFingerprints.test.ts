import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { raw } from 'sql-template-tag'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { createRandom, drawInt, pick, type Random } from '../../src/demo/random.ts'
import { graphql } from '../generated/gql.ts'
import { startTestApp, type TestApp } from '../support/app.ts'
import { measureCpu } from '../support/cpu.ts'
import { RecordErrors } from '../support/record.ts'

const migration = join(import.meta.dirname, '../../prisma/migrations/20261129180000_error_fingerprints/migration.sql')

let app: TestApp
beforeAll(async () => {
  app = await startTestApp()
})
afterAll(() => app.close())

const Fingerprints = graphql(`
  query Fingerprints($filter: ErrorFilter) {
    errors(filter: $filter, first: 1000) {
      totalCount
      nodes {
        id
        fingerprint
      }
    }
  }
`)

/** Records errors with the given messages, and returns their fingerprints in the same order. */
const record = async (messages: readonly string[], errorType = 'Error'): Promise<string[]> => {
  const input = messages.map((errorMessage) => ({ errorType, errorMessage }))
  const { ids } = (await app.execute(RecordErrors, { input })).recordErrors
  const { nodes } = (await app.execute(Fingerprints, {})).errors
  const byId = new Map(nodes.map(({ id, fingerprint }) => [id, fingerprint]))
  await app.db.execute(raw('TRUNCATE monitoring_errors'))
  return ids.map((id) => byId.get(id) ?? '')
}

const seed = Number(process.env['TEST_SEED'] ?? Date.now() % 2 ** 31)
const random = createRandom(seed)

const drawFrom = (characters: string, length: number) =>
  Array.from({ length }, () => pick(random, [...characters])).join('')
const hex = '0123456789abcdef'
const letters = 'abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ'
const drawUuid = () =>
  `${drawFrom(hex, 8)}-${drawFrom(hex, 4)}-4${drawFrom(hex, 3)}-8${drawFrom(hex, 3)}-${drawFrom(hex, 12)}`
const drawNumber = () => String(drawInt(random, 0, 10 ** drawInt(random, 0, 9)))
/** Any text, also with words, digits, apostrophes, other quotes and line breaks. */
const drawText = (without: string) =>
  drawFrom(
    [...`${letters}0123456789 ,.:;/\n\t(){}[]<>'"\`“”é漢😀`].filter((one) => !without.includes(one)).join(''),
    drawInt(random, 0, 40),
  )

/** What differs between errors of the same kind. */
const values: Readonly<Record<string, (random: Random) => string>> = {
  number: drawNumber,
  decimal: () => `${pick(random, ['', '-'])}${drawNumber()}.${drawNumber()}`,
  grouped: () => `${drawNumber()},${drawFrom('0123456789', 3)}`,
  duration: () => `${drawNumber()}${pick(random, ['s', 'ms', 'KB'])}`,
  uuid: drawUuid,
  id: () =>
    `${pick(random, ['req_', 'chatcmpl-', 'user', ''])}${drawFrom(letters + hex, drawInt(random, 1, 20))}${drawInt(random, 0, 9)}`,
  pointer: () => `0x${drawFrom(hex, 8)}`,
  digest: () => drawFrom(hex, 40),
  time: () => new Date(drawInt(random, 0, 4_000_000_000) * 1000).toISOString(),
  ip: () => `${Array.from({ length: 4 }, () => drawInt(random, 0, 255)).join('.')}:${drawInt(random, 1, 65535)}`,
  ip6: () =>
    pick(random, [Array.from({ length: 8 }, () => drawFrom(hex, 4)).join(':'), '::1', 'fe80::a', '2001:db8::ff']),
  url: () =>
    `${pick(random, ['http', 'https'])}://${drawFrom(letters, 8)}.example/${drawFrom(`${letters}0123456789/?&=%`, 20)}`,
  email: () => `${drawFrom(`${letters}.+`, 8)}@${drawFrom(letters, 8)}.example`,
  double: () => `"${drawText('"')}"`,
  single: () => `'${drawText("'")}'`,
  backtick: () => `\`${drawText('`')}\``,
  curly: () => `“${drawText('“”')}”`,
  corner: () => `「${drawText('「」')}」`,
  escaped: () => `"${drawText('"\n\t').replaceAll("'", '\\"')}"`,
}

test.each(Object.entries(values))(`a fingerprint does not depend on %s (TEST_SEED=${seed})`, async (name, draw) => {
  const templates = [
    () => `Cannot read ${draw(random)}: it isn't there`,
    () => draw(random),
    () => `${draw(random)} failed after ${draw(random)} (${draw(random)})`,
    () => `错误${draw(random)}。`,
  ]
  const messages = templates.flatMap((make) => Array.from({ length: 25 }, make))
  const found = await record(messages)
  const kinds = templates.map((_, index) => new Set(found.slice(index * 25, (index + 1) * 25)))
  expect(
    kinds.map(({ size }) => size),
    JSON.stringify({ name, messages }),
  ).toEqual([1, 1, 1, 1])
  expect(new Set(found).size).toBe(4)
})

test('a fingerprint depends on the type and on all other words', async () => {
  const words = [
    'timeout',
    'timed out',
    'Timeout',
    'connection refused',
    "can't connect",
    '超时',
    '',
    '-',
    'a "b" c',
    'a "b"',
  ]
  const found = [...(await record(words)), ...(await record(words, 'OtherError'))]
  expect(new Set(found).size).toBe(2 * words.length)
  expect(found.every((one) => /^[0-9a-f]{16}$/.test(one))).toBe(true)
  expect(await record(words)).toEqual(found.slice(0, words.length))
  // The type ends where the message begins.
  expect(new Set([...(await record(['b c'], 'a')), ...(await record(['c'], 'a b'))]).size).toBe(2)
})

test('white space is collapsed, and only the first 1,000 characters of a message count', async () => {
  const filler = 'word '.repeat(200)
  const found = await record(['a b', ' a \n\t b ', `${filler}x`, `${filler}y`, filler.slice(5)])
  expect(found[0]).toBe(found[1])
  expect(found[2]).toBe(found[3])
})

test('errors are filtered by fingerprint', async () => {
  const input = ['1 of a', '2 of a', '1 of b'].map((errorMessage, index) => ({
    id: `e${index}`,
    errorType: 'E',
    errorMessage,
  }))
  await app.execute(RecordErrors, { input })
  const { nodes } = (await app.execute(Fingerprints, {})).errors
  const ofFirst = nodes.find(({ id }) => id === 'e0')?.fingerprint ?? ''
  const { errors } = await app.execute(Fingerprints, { filter: { fingerprints: [ofFirst] } })
  expect(errors.totalCount).toBe(2)
  expect(errors.nodes.map(({ id }) => id)).toEqual(['e1', 'e0'])
  const { errors: problems } = await app.send(
    '{ errors(filter: { fingerprints: ["12345678901234567"] }) { totalCount } }',
  )
  expect(problems?.[0]?.message).toBe(
    'filter.fingerprints: "12345678901234567" is too long: at most 16 characters are allowed',
  )
  await app.db.execute(raw('TRUNCATE monitoring_errors'))
})

test('the migration computes the fingerprints of stored errors', async () => {
  const input = ['1 of a', 'of b'].map((errorMessage) => ({ errorType: 'E', errorMessage }))
  await app.execute(RecordErrors, { input })
  const read = async () => (await app.execute(Fingerprints, {})).errors.nodes
  const before = await read()
  await app.db.execute(
    raw(`ALTER TABLE monitoring_errors DROP COLUMN fingerprint;
      DROP FUNCTION botlens_error_fingerprint; DROP FUNCTION botlens_error_pattern`),
  )
  await app.db.execute(raw(readFileSync(migration, 'utf8')))
  expect(await read()).toEqual(before)
  await app.db.execute(raw('TRUNCATE monitoring_errors'))
})

const megabyte = 1_000_000
const hostile = [
  'a',
  'a1 ',
  'a.',
  'a:',
  "' ",
  " 'a'b",
  '"\\',
  '\\"',
  'a@',
  'a-',
  'abcdefab ',
  '1',
  '<value>.',
  '“',
  'a://',
  'ab:',
  '\n ',
]

test('a hostile message of 1 MB is recorded in time that does not depend on its content', async () => {
  const measure = async (part: string) => {
    const errorMessage = part.repeat(Math.ceil(megabyte / part.length)).slice(0, megabyte)
    const { cpuMs } = await measureCpu(() =>
      app.db.query(raw(`SELECT botlens_error_fingerprint('E', '${errorMessage.replaceAll("'", "''")}')`)),
    )
    return cpuMs
  }
  for (const part of hostile) expect(await measure(part), part).toBeLessThan(10_000)
  const { cpuMs } = await measureCpu(() => record(hostile.map((part) => part.repeat(megabyte / 20 / part.length))))
  expect(cpuMs).toBeLessThan(20_000)
})
