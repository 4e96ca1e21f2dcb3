import { expect, test } from 'vitest'
import {
  isWithinDay,
  listStartHours,
  listZoneSegments,
  type TimeBucket,
  walkBuckets,
} from '../../src/shared/timeBuckets.ts'

const from = new Date('2023-12-25T00:00:00Z')
const to = new Date('2027-01-07T00:00:00Z')
const zones = Intl.supportedValuesOf('timeZone')

const localDate = (zone: string) => {
  const format = new Intl.DateTimeFormat('sv', { timeZone: zone, dateStyle: 'short', timeStyle: 'short' })
  return (time: Date) => format.format(time)
}

const units: TimeBucket[] = ['day', 'week', 'month']
test.each(units)(
  'every %s of three years in every zone has its local start and is contiguous with the next',
  (unit) => {
    expect(zones.length).toBeGreaterThan(400)
    for (const zone of zones) {
      const segments = listZoneSegments(zone, from, to)
      const buckets = [...walkBuckets(unit, segments, from, to, 10_000)]
      const format = localDate(zone)
      for (const [index, { start, label }] of buckets.entries()) {
        const next = buckets[index + 1]
        if (next && buckets[index]?.end.getTime() !== next.start.getTime()) throw new Error(`${zone} ${label}: a gap`)
        if (!format(start).startsWith(label)) throw new Error(`${zone}: ${label} begins at ${format(start)}`)
        if (format(new Date(start.getTime() - 1)).startsWith(label))
          throw new Error(`${zone}: ${label} begins too late`)
      }
    }
  },
)

test('every hour around the clock changes of every zone has one offset and is contiguous with the next', () => {
  expect(isWithinDay('hour')).toBe(true)
  for (const zone of zones) {
    const segments = listZoneSegments(zone, from, to)
    for (const { from: change } of segments.slice(1)) {
      const around = { from: new Date(change - 7_200_000), to: new Date(change + 7_200_000) }
      const buckets = [...walkBuckets('hour', segments, around.from, around.to, 100)]
      const format = localDate(zone)
      expect(buckets.some(({ start }) => start.getTime() === change)).toBe(true)
      for (const [index, { start, end, label }] of buckets.entries()) {
        if (buckets[index + 1] && buckets[index + 1]?.start.getTime() !== end.getTime()) throw new Error(`${zone} gap`)
        if (format(start).slice(0, 13) !== label.slice(0, 13)) throw new Error(`${zone}: ${label} at ${format(start)}`)
      }
    }
  }
})

test('buckets of days and longer start at the listed hours, in every zone', () => {
  let zonesWithHours = 0
  for (const zone of zones)
    for (const [first, last] of [
      [from, to],
      // Samoa skipped a day.
      [new Date('2011-06-01T00:00:00Z'), new Date('2012-02-01T00:00:00Z')],
    ] as const) {
      const segments = listZoneSegments(zone, first, last)
      const hours = listStartHours('day', segments)
      if (!hours) continue
      zonesWithHours += 1
      for (const { start, label } of walkBuckets('day', segments, first, last, 10_000))
        if (!hours.includes(start.getUTCHours()) || start.getTime() % 3_600_000 !== 0)
          throw new Error(`${zone}: ${label} starts at ${start.toISOString()}, not at ${hours.join(' or ')}`)
    }
  expect(zonesWithHours).toBeGreaterThan(700)
  expect(listStartHours('day', listZoneSegments('Asia/Shanghai', from, to))).toEqual([16])
  expect(listStartHours('week', listZoneSegments('Europe/Berlin', from, to))).toEqual([22, 23])
  expect(listStartHours('month', listZoneSegments('Asia/Kolkata', from, to))).toBeUndefined()
  expect(listStartHours('hour', listZoneSegments('Asia/Shanghai', from, to))).toBeUndefined()
})
