import { useTexts } from '../../../i18n/language.ts'
import { sessionEvents } from '../../../live/documents.ts'
import { useLiveEvents } from '../../../live/useLiveEvents.ts'
import { RecordList } from '../../../parts/RecordList.tsx'
import { useListOperation } from '../../../parts/useListOperation.ts'
import { toPageArguments, useListNavigation } from '../../../scope/listSearch.ts'
import { useScope } from '../../../scope/useScope.ts'
import { conversationTexts } from '../shared/conversationTexts.ts'
import { ListTabs } from '../shared/ListTabs.tsx'
import { sessionList } from './document.ts'
import { SessionFilters } from './SessionFilters.tsx'
import { order, type SessionsSearch, sessionsPage, toFilter } from './search.ts'
import { useSessionColumns } from './useSessionColumns.tsx'

/** The sessions of the selection as a list. */
export const SessionsView = () => {
  const texts = useTexts(conversationTexts)
  const { scope } = useScope()
  const search = sessionsPage.useSearch()
  const { select } = useListNavigation<SessionsSearch>()
  const filter = toFilter(search)
  useLiveEvents(sessionEvents, { scope, filter: filter })
  const list = useListOperation(
    sessionList.toDocument(search),
    {
      scope,
      filter,
      orderBy: order.toOrder(search),
      ...toPageArguments(search),
    },
    search,
    // Whether a session is new is not known.
    { isNew: () => false },
  )
  return (
    <>
      <ListTabs />
      <RecordList
        title={texts.sessions}
        {...list}
        search={search}
        order={order}
        columns={useSessionColumns(list.query.data?.list.nodes ?? [])}
        list={sessionList}
        filters={<SessionFilters search={search} onChange={select} />}
        exportType="sessions"
        filter={filter}
      />
    </>
  )
}
