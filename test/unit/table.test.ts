import { expect, test } from 'vitest'
import { formatTable } from '../../src/cli/table.ts'

test('columns are aligned, numbers to the right, without lines or trailing spaces', () => {
  const rows = [
    { table: 'messages', added: 9, state: 'active' },
    { table: 'llm_calls', added: 1200, state: '' },
  ]
  expect(formatTable(rows).split('\n')).toEqual([
    'table      added  state',
    'messages       9  active',
    'llm_calls   1200',
  ])
})
