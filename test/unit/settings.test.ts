import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { environmentSchema } from '../../src/config/config.ts'
import { listSettings } from '../../src/config/settings.ts'

test('every setting has a description and its default', () => {
  const settings = listSettings()
  expect(settings.filter(({ meaning }) => meaning === '')).toEqual([])
  const defaults = Object.fromEntries(settings.map((setting) => [setting.name, setting.default]))
  expect(defaults).toMatchObject({ PORT: '4000', HOST: '127.0.0.1', KEEP_MEDIA: 'false', DATA_DIR: 'data' })
  expect(defaults['JWT_SECRET']).toBeUndefined()
})

test('numbers and booleans list what is allowed, and reject anything else', () => {
  const allowed = Object.fromEntries(listSettings().map((setting) => [setting.name, setting.allowed]))
  expect(allowed).toMatchObject({ PORT: '0 to 65535', RETENTION_DAYS: '1 to 36500', KEEP_MEDIA: 'true or false' })
  expect(allowed['HOST']).toBeUndefined()
  for (const { name } of listSettings().filter((setting) => setting.allowed?.includes(' to '))) {
    const [least = Number.NaN, most = Number.NaN] = (allowed[name] ?? '').split(' to ').map(Number)
    const isValid = (value: number) => environmentSchema.safeParse({ [name]: String(value) }).success
    expect([name, ...[least - 1, least, most, most + 1].map(isValid)]).toEqual([name, false, true, true, false])
  }
})

test('the table in the README lists the same settings, with what is allowed and the default of numbers', async () => {
  const readme = await readFile(join(import.meta.dirname, '..', '..', 'README.md'), 'utf8')
  const table = readme.slice(readme.indexOf('\n## Settings'), readme.indexOf('\n### PgBouncer'))
  const rows = [...table.matchAll(/^\| `([A-Z_]+)` \| .* \| (.*?) \| (.*?) \|$/gm)].map(
    ([, name, allowed = '', value = '']) => ({ name, allowed: allowed.replaceAll('`', ''), default: value }),
  )
  const settings = listSettings().map(({ name, allowed = '', default: value = '' }) => ({
    name,
    allowed,
    default: value,
  }))
  const byName = (one: { name?: string | undefined }, other: { name?: string | undefined }) =>
    (one.name ?? '').localeCompare(other.name ?? '')
  expect(rows.map(({ name }) => name).toSorted()).toEqual(settings.map(({ name }) => name).toSorted())
  const isNumber = ({ allowed }: { allowed: string }) => allowed.includes(' to ')
  const withoutDefault = (row: { name?: string | undefined; allowed: string }) => row.name === 'RETENTION_DAYS'
  const numbers = (list: typeof rows) => list.filter((row) => isNumber(row) && !withoutDefault(row)).toSorted(byName)
  expect(numbers(rows)).toEqual(numbers(settings))
})
