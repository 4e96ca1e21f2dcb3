import { useTexts } from '../../i18n/language.ts'
import { errorEvents } from '../../live/documents.ts'
import { useLiveEvents } from '../../live/useLiveEvents.ts'
import { useListNavigation } from '../../scope/listSearch.ts'
import { useScope } from '../../scope/useScope.ts'
import { Segmented } from '../../ui/Segmented.tsx'
import { Toolbar } from '../../ui/Toolbar.tsx'
import { ErrorList } from './ErrorList.tsx'
import { ErrorsOverTime, useErrorsOverTime } from './ErrorsOverTime.tsx'
import { Filters } from './Filters.tsx'
import { GroupHeader } from './GroupHeader.tsx'
import { GroupList } from './GroupList.tsx'
import { type ErrorsSearch, errorsPage, toFilter } from './search.ts'
import { errorsTexts } from './texts.ts'

/** The errors of the selection: groups of the same kind, the errors of one group, or all errors. */
export const ErrorsView = () => {
  const texts = useTexts(errorsTexts)
  const { scope } = useScope()
  const search = errorsPage.useSearch()
  const { select } = useListNavigation<ErrorsSearch>()
  const { group, list } = search
  useLiveEvents(errorEvents, { scope, filter: toFilter(search) })
  const overTime = useErrorsOverTime(search)
  const shown = (
    <Segmented
      label={texts.shown}
      value={list ?? 'groups'}
      options={[
        { value: 'groups', text: texts.groups },
        { value: 'errors', text: texts.errors },
      ]}
      onChange={(value) => select({ list: value === 'errors' ? value : undefined, sort: undefined, open: undefined })}
    />
  )
  if (group !== undefined)
    return (
      <>
        <GroupHeader query={overTime} />
        <ErrorsOverTime query={overTime} />
        <ErrorList search={search} view={overTime} />
      </>
    )
  return (
    <>
      <ErrorsOverTime query={overTime} />
      {list === 'errors' ? (
        <ErrorList
          search={search}
          filters={<Filters search={search} onChange={select} shown={shown} />}
          view={overTime}
        />
      ) : (
        <>
          <Toolbar>
            <Filters search={search} onChange={select} shown={shown} />
          </Toolbar>
          <GroupList search={search} onChange={select} isQuiet={overTime.isError} />
        </>
      )}
    </>
  )
}
