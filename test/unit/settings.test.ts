import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { listSettings } from '../../src/config/settings.ts'

test('every setting has a description and its default', () => {
  const settings = listSettings()
  expect(settings.filter(({ meaning }) => meaning === '')).toEqual([])
  const defaults = Object.fromEntries(settings.map((setting) => [setting.name, setting.default]))
  expect(defaults).toMatchObject({ PORT: '4000', HOST: '127.0.0.1', KEEP_MEDIA: 'false', DATA_DIR: 'data' })
  expect(defaults['JWT_SECRET']).toBeUndefined()
})

test('the table in the README lists the same settings', async () => {
  const readme = await readFile(join(import.meta.dirname, '..', '..', 'README.md'), 'utf8')
  const table = readme.slice(readme.indexOf('\n## Settings'), readme.indexOf('\n### PgBouncer'))
  const cells = [...table.matchAll(/^\| (`.*?) \|/gm)].map(([, cell = '']) => cell)
  const names = cells.flatMap((cell) => [...cell.matchAll(/`([A-Z][A-Z_]+)`/g)].map(([, name = '']) => name))
  expect(names.toSorted()).toEqual(
    listSettings()
      .map(({ name }) => name)
      .toSorted(),
  )
})
