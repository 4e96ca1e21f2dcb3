import type { ReactNode } from 'react'
import { useTexts } from '../../i18n/language.ts'
import { longTextColumn, textColumn, useTimeColumn } from '../../parts/columns.tsx'
import { RecordList } from '../../parts/RecordList.tsx'
import { recordTexts } from '../../parts/recordTexts.ts'
import { useListOperation } from '../../parts/useListOperation.ts'
import { usePlatformName } from '../../parts/usePlatformName.ts'
import { toPageArguments } from '../../scope/listSearch.ts'
import { useScope } from '../../scope/useScope.ts'
import type { Column } from '../../ui/column.ts'
import { type ErrorsOverTimeQuery, errorsDocument, type ListedError } from './document.ts'
import { ErrorDetails } from './ErrorDetails.tsx'
import { type ErrorsSearch, errorOrder, errorsPage, toFilter } from './search.ts'
import { errorsTexts } from './texts.ts'

const defaultColumns = ['time', 'type', 'message', 'bot', 'user']

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
    errorsDocument,
    { scope, filter, orderBy: errorOrder.toOrder(search), ...toPageArguments(place) },
    place,
  )
  const columns: readonly Column<ListedError>[] = [
    useTimeColumn(),
    textColumn('type', texts.type, ({ errorType }) => errorType),
    {
      ...longTextColumn<ListedError>('message', texts.message, ({ errorMessage }) => errorMessage),
      className: 'w-full min-w-56 max-w-0 truncate',
    },
    textColumn('bot', names.bot, ({ botName }) => botName),
    textColumn('pipeline', names.pipeline, ({ pipelineName }) => pipelineName),
    textColumn('user', names.user, ({ userName }) => userName),
    textColumn('platform', names.platform, ({ platform }) => nameOfPlatform(platform)),
  ]
  return (
    <RecordList
      title={texts.errors}
      {...list}
      isQuiet={view.isError}
      search={search}
      order={errorOrder}
      columns={columns}
      defaultColumns={defaultColumns}
      filters={filters}
      exportType="errors"
      filter={filter}
      detailsTitle={names.error}
      details={(id) => <ErrorDetails id={id} view={view} />}
    />
  )
}
