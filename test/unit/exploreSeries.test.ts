import { describe, expect, test } from 'vitest'
import { records } from '../../src/dashboard/views/explore/catalogue.ts'
import { selectDrawn } from '../../src/dashboard/views/explore/drawnSeries.ts'
import { readNumber } from '../../src/dashboard/views/explore/result.ts'
import { isStackable, resolveSelection } from '../../src/dashboard/views/explore/selection.ts'

const makeGroups = (count: number, isOthers = false) =>
  Array.from({ length: count }, (_, index) => ({
    key: { model: `m${index}` },
    isOthers,
    measures: { calls: 0 },
    series: [{ measures: { calls: 2 ** index } }, { measures: { calls: index === 9 ? null : 1 } }],
  }))

/** A measure of LLM calls. */
const findMeasure = (path: string) => {
  const measure = records.find(({ name }) => name === 'LlmCall')?.measures.find((one) => one.path === path)
  if (!measure) throw new Error(`LLM calls have no measure ${path}`)
  return measure
}
const calls = findMeasure('calls')

describe('the groups that are drawn', () => {
  const named = makeGroups(11)
  const twelve = [...named, ...makeGroups(1, true)]

  test('stacked, they add up to the total of each bucket', () => {
    const { groups, others, hiddenCount } = selectDrawn(twelve, calls, true)
    expect(groups.map(({ group }) => group.key['model'])).toEqual(['m0', 'm1', 'm2', 'm3', 'm4', 'm5', 'm6', 'm7'])
    expect([others, hiddenCount]).toEqual([[256 + 512 + 1024 + 1, 3], 0])
    const sums = [0, 1].map((bucket) =>
      [...groups.map(({ values }) => values), others ?? []].reduce((sum, values) => sum + (values[bucket] ?? 0), 0),
    )
    expect(sums).toEqual([2 ** 11 - 1 + 1, 11])
  })

  test('stacked, groups that are not drawn are others', () => {
    expect(selectDrawn(named, calls, true).others).toEqual([256 + 512 + 1024, 2])
    expect(selectDrawn(named.slice(0, 8), calls, true).others).toBeNull()
  })

  test('as lines, others stay as they are, and the number of the remaining groups is known', () => {
    const { groups, others, hiddenCount } = selectDrawn(twelve, calls, false)
    expect([groups.length, others, hiddenCount]).toEqual([8, [1, 1], 3])
  })
})

test('a cost of which nothing was recorded is no value', () => {
  const cost = findMeasure('totalCost')
  const read = (counts: readonly [all: number, without: number], totalCost: number) =>
    readNumber({ calls: counts[0], callsWithoutCost: counts[1], totalCost }, cost)
  expect([read([3, 3], 0), read([3, 2], 0.5), read([3, 1], 0), read([0, 0], 0)]).toEqual([null, 0.5, 0, 0])
  const average = { calls: 0, callsWithoutCost: 0, avgCostPerCall: null }
  expect(readNumber(average, findMeasure('avgCostPerCall'))).toBeNull()
  expect(readNumber(null, cost)).toBeNull()
})

test('groups that overlap are not stacked', () => {
  const by = (name: string) => resolveSelection({ record: 'Feedback', measure: ['feedback'], by: [name] })
  expect([by('BOT').chart, by('REASON').chart]).toEqual(['stacked', 'line'])
  expect([isStackable(by('BOT')), isStackable(by('REASON'))]).toEqual([true, false])
})
