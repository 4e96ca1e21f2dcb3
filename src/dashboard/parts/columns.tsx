import { Link } from '@tanstack/react-router'
import { useTexts } from '../i18n/language.ts'
import { useFormats } from '../scope/useScope.ts'
import type { Column } from '../ui/column.ts'
import { rowLink } from '../ui/rowLink.ts'
import type { ColumnFields } from './listColumns.ts'
import { recordTexts } from './recordTexts.ts'

/** The key of a column. That of a column that can be hidden comes with the fields that its cells may read. */
type ColumnKey<Row> = string | ColumnFields<Row>

/** A column of any look. */
export const makeColumn = <Row,>(key: ColumnKey<Row>, look: Omit<Column<Row>, 'key'>): Column<Row> => ({
  ...look,
  key: typeof key === 'string' ? key : key.key,
})

/** A column of text, which is cut where it is long, and then shown in full as a hint. */
export const textColumn = <Row,>(
  key: ColumnKey<Row>,
  header: string,
  cell: Column<Row>['cell'],
  /** The classes of the largest width. */
  width = 'max-w-36 2xl:max-w-48',
): Column<Row> =>
  makeColumn(key, {
    header,
    cell: (row) => {
      const content = cell(row)
      return typeof content === 'string' ? <span title={content}>{content}</span> : content
    },
    className: `truncate ${width}`,
  })

/** A column of names of models, which are long and often differ at their end. */
export const modelColumn = <Row,>(
  key: ColumnKey<Row>,
  header: string,
  cell: (row: Row) => string | null | undefined,
): Column<Row> => textColumn(key, header, cell, 'max-w-44 2xl:max-w-56')

/** A column of numbers. */
export const numberColumn = <Row,>(
  key: ColumnKey<Row>,
  header: string,
  cell: Column<Row>['cell'],
  { isSortable = false, hint }: { readonly isSortable?: boolean; readonly hint?: string } = {},
): Column<Row> =>
  makeColumn(key, {
    header,
    cell,
    isSortable,
    isNumber: true,
    className: 'whitespace-nowrap',
    ...(hint === undefined ? {} : { hint }),
  })

/** A column of long text, which shares the room that there is with others, and is shown in full as a hint. */
export const longTextColumn = <Row,>(
  key: ColumnKey<Row>,
  header: string,
  read: (row: Row) => string | null | undefined,
): Column<Row> =>
  makeColumn(key, {
    header,
    className: 'w-1/4 min-w-36 max-w-0 truncate',
    isWide: true,
    cell: (row) => {
      const text = read(row)
      return text ? <span title={text}>{text}</span> : null
    },
  })

/** The column of the time, which opens the record. All of the row is its link. */
export const useTimeColumn = (): Column<{ readonly id: string; readonly timestamp: string }> => {
  const texts = useTexts(recordTexts)
  const formats = useFormats()
  return {
    key: 'time',
    header: texts.time,
    isLink: true,
    isSortable: true,
    className: 'whitespace-nowrap',
    cell: ({ id, timestamp }) => (
      <Link
        to="."
        search={(search) => ({ ...search, open: id, part: undefined })}
        resetScroll={false}
        className="hover:underline"
        {...rowLink}
      >
        {formats.dateTime(timestamp)}
      </Link>
    ),
  }
}
