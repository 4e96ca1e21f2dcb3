import { PassThrough } from 'node:stream'
import { expect, test } from 'vitest'
import { startProgress } from '../../src/cli/progress.ts'

test('without a terminal, the first line, one every 10 s and the last one are printed', () => {
  const stream = new PassThrough()
  let now = 0
  const progress = startProgress('Importing', 1000, stream, () => now)
  for (let done = 0; done < 1000; done += 1) {
    progress.advance(1, `${done + 1} rows stored`)
    now += 25
  }
  progress.stop()
  progress.stop()
  expect(String(stream.read()).split('\n')).toEqual([
    'Importing: 0 %, 1 rows stored',
    'Importing: 40 %, 401 rows stored',
    'Importing: 80 %, 801 rows stored',
    'Importing: 100 %, 1000 rows stored',
    '',
  ])
})
