import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { buildSchema, parse, validate } from 'graphql'
import { describe, expect, test } from 'vitest'
import { dashboardLists, documentOf, fieldsOfColumn, fieldsOfRows } from '../support/dashboardLists.ts'

const schema = buildSchema(readFileSync(join(import.meta.dirname, '..', '..', 'schema.graphql'), 'utf8'))

describe.each(dashboardLists)('$title', (list) => {
  const keys = Object.keys(list.columns)
  /** What each row has whatever is shown: its id, and the time of its link. */
  const always = fieldsOfRows(documentOf(list, []))
  const sorted = (paths: Iterable<string>) => [...new Set(paths)].sort()
  const expected = (shown: readonly string[]) =>
    sorted([...always, ...shown.flatMap((key) => fieldsOfColumn(list, key))])

  test('each row has an id and a time', () => {
    expect(always).toEqual(['id', list.title === 'Sessions' ? 'lastActivity' : 'timestamp'])
  })

  test.each(keys)('loads what the column %s shows only if it is shown', (key) => {
    const others = keys.filter((other) => other !== key)
    for (const shown of [[key], others, keys]) {
      const document = documentOf(list, shown)
      expect(sorted(fieldsOfRows(document))).toEqual(expected(shown))
      expect(validate(schema, parse(document))).toEqual([])
    }
    expect(fieldsOfColumn(list, key).length).toBeGreaterThan(0)
  })

  test('ignores columns that it does not have', () => {
    expect(documentOf(list, ['other', 'time'])).toBe(documentOf(list, []))
  })
})

test('the default columns of each list', () => {
  const shown = dashboardLists.map((list) => {
    const loaded = new Set(fieldsOfRows(documentOf(list)))
    return [
      list.title,
      Object.keys(list.columns).filter((key) => !fieldsOfColumn(list, key).every((path) => loaded.has(path))),
    ]
  })
  expect(Object.fromEntries(shown)).toEqual({
    'LLM calls': ['pipeline', 'input', 'output'],
    'Embedding calls': ['base', 'pipeline', 'user'],
    'Tool calls': ['source', 'pipeline'],
    // Others that are hidden show a part of what shown ones do.
    Turns: ['user', 'model', 'platform', 'duration'],
    Sessions: ['start'],
    Errors: ['pipeline', 'platform'],
    'Rated replies': ['pipeline', 'user', 'platform', 'session', 'message'],
  })
})
