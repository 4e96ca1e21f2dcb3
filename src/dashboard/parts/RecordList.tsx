import type { UseQueryResult } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import type { ApiError } from '../api/apiError.ts'
import { type ListNavigation, type ListSearch, useListNavigation } from '../scope/listSearch.ts'
import { type ListOrder, toggleSorting } from '../scope/sorting.ts'
import { useFormats, useScope } from '../scope/useScope.ts'
import { CardTable } from '../ui/CardTable.tsx'
import { ColumnPicker } from '../ui/ColumnPicker.tsx'
import type { Column } from '../ui/column.ts'
import { Drawer } from '../ui/Drawer.tsx'
import { Empty } from '../ui/Empty.tsx'
import { type PageInfo, Pager } from '../ui/Pager.tsx'
import { Panel } from '../ui/Panel.tsx'
import { QueryBody } from '../ui/QueryBody.tsx'
import { Skeleton } from '../ui/Skeleton.tsx'
import { Toolbar } from '../ui/Toolbar.tsx'
import { ExportButton } from './ExportButton.tsx'
import type { ExportName } from './exportColumns.ts'
import { HeldRows } from './HeldRows.tsx'
import type { ColumnList } from './listColumns.ts'
import type { HeldChanges } from './useListOperation.ts'
import { useLoadedColumns } from './useLoadedColumns.ts'

/** The data of a document whose field `list` is a page of a connection. */
export interface ListData<Row> {
  readonly list: {
    readonly totalCount: number
    readonly window: { readonly startTime: string | null; readonly endTime: string | null }
    readonly pageInfo: PageInfo
    readonly nodes: readonly Row[]
  }
}

/** A row with the fields of the columns that were loaded. */
type Loaded<Row extends { readonly id: string }> = Pick<Row, 'id'> & Partial<Row>

/**
 * A list of records: its filters, its columns, which can be chosen, an export of all that match, pages, and the details
 * of the record that is open.
 */
export const RecordList = <Row extends { readonly id: string }>({
  title,
  query,
  held,
  search,
  order,
  columns,
  list,
  filters,
  exportType,
  filter,
  details,
  detailsTitle = '',
  isWide = false,
  isQuiet = false,
}: {
  readonly title: string
  readonly query: UseQueryResult<ListData<Loaded<NoInfer<Row>>>, ApiError>
  readonly held: HeldChanges
  readonly search: ListSearch
  readonly order: ListOrder<string>
  readonly columns: readonly Column<Row>[]
  /** Which columns are shown. */
  readonly list: Pick<ColumnList<unknown, unknown>, 'toShown'>
  readonly filters?: ReactNode
  /** The record, by its name in the export. */
  readonly exportType: ExportName
  /** The filter of the list, without the scope. */
  readonly filter: object
  /** Renders the details of a record; undefined if its row leads to a page of its own. */
  readonly details?: (id: string) => ReactNode
  /** The title of the details. */
  readonly detailsTitle?: string
  /** Whether the details need more room than names and values. */
  readonly isWide?: boolean
  /** Whether another part of the view shows why the list cannot be loaded. */
  readonly isQuiet?: boolean
}) => {
  const formats = useFormats()
  const { scope } = useScope()
  const sorting = order.toSorting(search)
  const { go, select }: ListNavigation<ListSearch> = useListNavigation()
  const shown = list.toShown(search)
  const loaded = useLoadedColumns(query, shown)
  const shownColumns = columns.filter(({ key, isLink }) => isLink || shown.includes(key))
  // Data of the selection before has another window.
  const window = query.isPlaceholderData ? undefined : query.data?.list.window
  const exported = { ...filter, and: [{ ...scope, ...inWindow(window) }] }
  return (
    <>
      <Toolbar>
        {filters}
        <div className="ml-auto flex shrink-0 items-center gap-2">
          <ColumnPicker columns={columns} shown={shown} onSelect={(column) => go({ column })} />
          <ExportButton
            type={exportType}
            filter={exported}
            orderBy={order.toOrder(search)}
            columns={search.column && shownColumns.map(({ key }) => key)}
          />
        </div>
      </Toolbar>
      {isQuiet && query.isLoadingError ? null : (
        <Panel title={title} className="grow">
          <HeldRows held={held} />
          <QueryBody query={query} placeholder={<Skeleton className="h-[40rem]" />} isQuiet={isQuiet}>
            {({ list: { nodes, pageInfo, totalCount } }) =>
              nodes.length === 0 ? (
                <Empty />
              ) : (
                <>
                  <CardTable
                    caption={title}
                    // The columns below read the fields that were loaded for them, and no others.
                    rows={nodes as readonly Row[]}
                    rowKey={({ id }) => id}
                    columns={shownColumns.filter(({ key, isLink }) => isLink || loaded.includes(key))}
                    sorting={sorting}
                    onSort={(key) => select({ sort: toggleSorting(sorting, key) })}
                  />
                  <Pager
                    pageInfo={pageInfo}
                    total={formats.number(totalCount)}
                    size={search.size}
                    onMove={go}
                    onResize={select}
                  />
                </>
              )
            }
          </QueryBody>
        </Panel>
      )}
      {details ? (
        <Drawer
          title={detailsTitle}
          isOpen={search.open !== undefined}
          onClose={() => go({ open: undefined, part: undefined })}
          isWide={isWide}
        >
          {search.open === undefined ? null : details(search.open)}
        </Drawer>
      ) : null}
    </>
  )
}

/** The window of the list that is shown, so that an export has the same records although time passes. */
const inWindow = (window: ListData<unknown>['list']['window'] | undefined) =>
  window ? { last: null, calendar: null, timeZone: null, startTime: window.startTime, endTime: window.endTime } : {}
