import { useTexts } from '../i18n/language.ts'
import type { TableContent } from './column.ts'
import { listTexts } from './listTexts.ts'
import { rowClass, rowHandlers } from './rowLink.ts'
import { SortButton } from './SortButton.tsx'

/**
 * The rows of a table on a narrow screen: the first column of each as its title, then the others with their names as far
 * as they have a value. Above them are buttons to sort by.
 */
export const RowCards = <Row,>({ caption, columns, rows, rowKey, sorting, onSort }: TableContent<Row>) => {
  const texts = useTexts(listTexts)
  const sortable = onSort ? columns.filter(({ isSortable }) => isSortable) : []
  const [title, ...others] = columns
  return (
    <section aria-label={caption}>
      {onSort && sortable.length > 1 ? (
        <fieldset className="flex flex-wrap gap-x-3 gap-y-1 pb-2 font-medium text-muted">
          <legend className="sr-only">{texts.sortBy}</legend>
          {sortable.map((column) => (
            <SortButton key={column.key} column={column} sorting={sorting} onSort={onSort} />
          ))}
        </fieldset>
      ) : null}
      <ul>
        {rows.map((row) => (
          <li
            key={rowKey(row)}
            className={`border-line border-t py-2 [contain-intrinsic-size:auto_6rem] [content-visibility:auto] ${rowClass}`}
            {...rowHandlers}
          >
            <div className="min-w-0 font-medium">{title?.cell(row)}</div>
            <dl className="flex flex-wrap gap-x-4">
              {others.map(({ key, header, isWide, cell }) => (
                <div
                  key={key}
                  className={`flex min-w-0 max-w-full items-baseline gap-1.5 has-[dd:empty]:hidden ${isWide ? 'basis-full' : ''}`}
                >
                  <dt className={isWide === 'unnamed' ? 'sr-only' : 'shrink-0 text-muted text-xs'}>{header}</dt>
                  <dd className={`min-w-0 truncate ${isWide ? 'grow' : ''}`}>{cell(row)}</dd>
                </div>
              ))}
            </dl>
          </li>
        ))}
      </ul>
    </section>
  )
}
