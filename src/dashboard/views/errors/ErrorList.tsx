import type { ReactNode } from 'react'
import { useTexts } from '../../i18n/language.ts'
import { longTextColumn, textColumn, useTimeColumn } from '../../parts/columns.tsx'
import { RecordList } from '../../parts/RecordList.tsx'
import { recordTexts } from '../../parts/recordTexts.ts'
import { useRecordWith } from '../../parts/requestAddition.ts'
import { useListOperation } from '../../parts/useListOperation.ts'
import { usePlatformName } from '../../parts/usePlatformName.ts'
import { toPageArguments } from '../../scope/listSearch.ts'
import { useScope } from '../../scope/useScope.ts'
import type { Column } from '../../ui/column.ts'
import { type ErrorsOverTimeQuery, errorColumns, errorDocument, errorList, type ListedError } from './document.ts'
import { ErrorDetails } from './ErrorDetails.tsx'
import { type ErrorsSearch, errorOrder, errorsPage, toFilter } from './search.ts'
import { errorsTexts } from './texts.ts'

/** The errors, one by one: those of a group, or all. */
export const ErrorList = ({
  search,
  filters,
  view,
}: {
  readonly search: ErrorsSearch
  readonly filters?: ReactNode
  /** The operation of the view, which shows why nothing can be loaded. */
  readonly view: ErrorsOverTimeQuery
}) => {
  const texts = useTexts(errorsTexts)
  const names = useTexts(recordTexts)
  const nameOfPlatform = usePlatformName()
  const { scope } = useScope()
  const filter = toFilter(search)
  const place = errorsPage.useSearch()
  const list = useListOperation(
    errorList.toDocument(search),
    { scope, filter, orderBy: errorOrder.toOrder(search), ...toPageArguments(place) },
    place,
    { addition: useRecordWith(errorDocument, search.open) },
  )
  const columns: readonly Column<ListedError>[] = [
    useTimeColumn(),
    textColumn(errorColumns.type, texts.type, ({ errorType }) => errorType),
    {
      ...longTextColumn(errorColumns.message, texts.message, ({ errorMessage }) => errorMessage),
      className: 'w-full min-w-56 max-w-0 truncate',
    },
    textColumn(errorColumns.bot, names.bot, ({ botName }) => botName),
    textColumn(errorColumns.pipeline, names.pipeline, ({ pipelineName }) => pipelineName),
    textColumn(errorColumns.user, names.user, ({ userName }) => userName),
    textColumn(errorColumns.platform, names.platform, ({ platform }) => nameOfPlatform(platform)),
  ]
  return (
    <RecordList
      title={texts.errors}
      {...list}
      isQuiet={view.isError}
      search={search}
      order={errorOrder}
      columns={columns}
      list={errorList}
      filters={filters}
      exportType="errors"
      filter={filter}
      detailsTitle={names.error}
      details={(id) => <ErrorDetails id={id} list={list.query} />}
    />
  )
}
