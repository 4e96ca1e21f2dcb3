import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { findContrast, findDifference, findLabDifference, readLinear, visions } from '../support/colors.ts'

const css = readFileSync(new URL('../../src/dashboard/styles/theme.css', import.meta.url), 'utf8')
const [light = '', dark = ''] = css.split('[data-theme="dark"]')

test.each([
  ['light', light],
  ['dark', dark],
])('series can be told apart with any color vision, and from the surface: %s', (_theme, part) => {
  const [surface = '', ...series] = [...part.matchAll(/--(?:surface|series-(?:\d|other)): (#\w{6})/g)].map(
    ([, color = '']) => color,
  )
  expect(series).toHaveLength(9)
  expect(series.filter((color) => findContrast(readLinear(color), readLinear(surface)) < 3)).toEqual([])
  const close = Object.entries(visions).flatMap(([vision, see]) =>
    series.flatMap((color, index) =>
      series.slice(index + 1).flatMap((other, distance) => {
        const difference = findDifference(see(readLinear(color)), see(readLinear(other)))
        return difference < (distance === 0 ? 15 : 9.5) ? [`${vision}: ${color} ${other} ${difference}`] : []
      }),
    ),
  )
  expect(close).toEqual([])
})

test('differences are those of the test data of Sharma, Wu and Dalal', () => {
  expect(findLabDifference([50, 2.6772, -79.7751], [50, 0, -82.7485])).toBeCloseTo(2.0425, 4)
  expect(findLabDifference([50, 2.49, -0.001], [50, -2.49, 0.0011])).toBeCloseTo(7.2195, 4)
  expect(findLabDifference([90.8027, -2.0831, 1.441], [91.1528, -1.6435, 0.0447])).toBeCloseTo(1.4441, 4)
})
