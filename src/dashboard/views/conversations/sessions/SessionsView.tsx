import { useTexts } from '../../../i18n/language.ts'
import { sessionEvents } from '../../../live/documents.ts'
import { useLiveEvents } from '../../../live/useLiveEvents.ts'
import { RecordList } from '../../../parts/RecordList.tsx'
import { useListOperation } from '../../../parts/useListOperation.ts'
import { toPageArguments, useListNavigation } from '../../../scope/listSearch.ts'
import { useScope } from '../../../scope/useScope.ts'
import { conversationTexts } from '../shared/conversationTexts.ts'
import { ListTabs } from '../shared/ListTabs.tsx'
import { sessionsDocument } from './document.ts'
import { SessionFilters } from './SessionFilters.tsx'
import { order, type SessionsSearch, sessionsPage, toFilter } from './search.ts'
import { defaultSessionColumns, useSessionColumns } from './useSessionColumns.tsx'

/** The sessions of the selection as a list. */
export const SessionsView = () => {
  const texts = useTexts(conversationTexts)
  const { scope } = useScope()
  const search = sessionsPage.useSearch()
  const { select } = useListNavigation<SessionsSearch>()
  const filter = toFilter(search)
  const shown = search.column ?? defaultSessionColumns
  useLiveEvents(sessionEvents, { scope, filter: filter })
  const list = useListOperation(
    sessionsDocument,
    {
      scope,
      filter,
      orderBy: order.toOrder(search),
      ...toPageArguments(search),
      withCalls: ['calls', 'tokens', 'cost'].some((key) => shown.includes(key)),
      withSignals: shown.includes('signals'),
      withDuration: shown.includes('duration'),
    },
    search,
    // Whether a session is new is not known.
    () => false,
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
        defaultColumns={defaultSessionColumns}
        filters={<SessionFilters search={search} onChange={select} />}
        exportType="sessions"
        filter={filter}
      />
    </>
  )
}
