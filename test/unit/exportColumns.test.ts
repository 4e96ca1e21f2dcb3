import { expect, test } from 'vitest'
import { type ExportName, exportColumns, toExportColumns } from '../../src/dashboard/parts/exportColumns.ts'
import { exportTypes } from '../../src/export/types.ts'

test.each(Object.keys(exportColumns) as ExportName[])(
  'the columns of %s of the dashboard are those of the export',
  (type) => {
    const known = exportTypes.get(type)?.columns.map(({ name }) => name) ?? []
    const named = toExportColumns(type, Object.keys(exportColumns[type]))
    expect(named.filter((name) => !known.includes(name))).toEqual([])
  },
)

test('columns that are shown twice are exported once, after the id', () => {
  expect(toExportColumns('turns', ['time', 'conversation', 'question', 'other'])).toEqual([
    'id',
    'timestamp',
    'question_text',
    'reply_text',
  ])
})
