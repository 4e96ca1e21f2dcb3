import { expect, test } from 'vitest'
import { reportOnce } from '../../src/import/langbot/reportOnce.ts'

const collect = (max?: number) => {
  const reports: string[] = []
  const report = reportOnce((table, id, reason) => reports.push(`${table} ${id}: ${reason}`), max)
  return { reports, report }
}

test('a row is reported once for each reason', () => {
  const { reports, report } = collect()
  for (const reason of ['too long', 'too long', 'no time', 'too long', 'no time']) report('messages', 'a', reason)
  report('messages', 'b', 'too long')
  report('errors', 'a', 'too long')
  expect(reports).toEqual(['messages a: too long', 'messages a: no time', 'messages b: too long', 'errors a: too long'])
})

test('only the newest reports are remembered', () => {
  const { reports, report } = collect(2)
  for (const id of ['a', 'b', 'a', 'c', 'a', 'b']) report('messages', id, 'bad')
  expect(reports).toEqual(['messages a: bad', 'messages b: bad', 'messages c: bad', 'messages b: bad'])
})
