import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { buildSchema, parse, validate } from 'graphql'
import { describe, expect, test } from 'vitest'
import { buckets } from '../../src/dashboard/scope/range.ts'
import { comparisons } from '../../src/dashboard/scope/search.ts'
import { findCount, records } from '../../src/dashboard/views/explore/catalogue.ts'
import { composeDocument, composeFacets } from '../../src/dashboard/views/explore/compose.ts'
import { resolveSelection, toFilter } from '../../src/dashboard/views/explore/selection.ts'

const schema = buildSchema(readFileSync(join(import.meta.dirname, '..', '..', 'schema.graphql'), 'utf8'))
const findMistakes = (document: { toString(): string }) =>
  validate(schema, parse(String(document))).map(({ message }) => message)

test('the catalogue has the metrics of all records', () => {
  const fields = Object.keys(schema.getQueryType()?.getFields() ?? {}).filter((name) => name.endsWith('Metrics'))
  expect(records.map(({ field }) => field)).toEqual(fields)
  expect(records.map((record) => findCount(record)?.path)).toEqual([
    'calls',
    'errors',
    'feedback',
    'calls',
    'messages',
    'sessions',
    'calls',
    'turns',
  ])
})

describe.each(records)('$name', (record) => {
  const measure = record.measures.map(({ path }) => path)
  const where = record.dimensions.map(({ name }) => `${name}:a:b`)

  test.each(['line', 'stacked', 'bars', 'heat'] as const)('composes valid documents for the chart %s', (chart) => {
    const bucket = chart === 'line' || chart === 'stacked' ? 'DAY' : undefined
    const without = resolveSelection({ record: record.name, chart })
    expect(findMistakes(composeDocument(without, bucket, null))).toEqual([])
    for (const { name } of record.dimensions) {
      const selection = resolveSelection({ record: record.name, chart, measure, by: [name], where })
      expect(selection.measures).toHaveLength(measure.length)
      expect(findMistakes(composeDocument(selection, bucket, 'PREVIOUS_PERIOD'))).toEqual([])
    }
  })

  test('composes valid documents for each measure, and for each bucket and comparison', () => {
    const groups = [0, 1, 3].map((count) => record.dimensions.slice(-count || record.dimensions.length).slice(0, count))
    for (const by of groups.map((dimensions) => dimensions.map(({ name }) => name))) {
      for (const path of measure) {
        const sorted = resolveSelection({ record: record.name, chart: 'line', measure: [path], by, sort: path })
        expect(findMistakes(composeDocument(sorted, 'HOUR', 'PREVIOUS_PERIOD'))).toEqual([])
      }
      const selection = resolveSelection({ record: record.name, chart: 'line', by })
      expect(selection.by.map(({ name }) => name)).toEqual(by)
      for (const bucket of buckets)
        for (const comparison of comparisons) {
          const compareTo = comparison === 'NONE' ? null : comparison
          expect(findMistakes(composeDocument(selection, bucket, compareTo))).toEqual([])
        }
    }
  })

  test('filters by the dimensions that its filter has', () => {
    const { conditions } = resolveSelection({ record: record.name, where })
    const filter = toFilter(conditions)
    expect(Object.values(filter ?? {})).toEqual(conditions.map(() => ['a:b']))
    expect(Object.keys(filter ?? {})).toContain('botIds')
    expect(findMistakes(composeFacets(record))).toEqual([])
    const named = record.dimensions.flatMap(({ filter, isNamed }) => (isNamed && filter ? [filter] : []))
    expect(named).toContain('botIds')
    const selection = resolveSelection({ record: record.name, where })
    expect(findMistakes(composeDocument(selection, 'DAY', null, named))).toEqual([])
  })
})
