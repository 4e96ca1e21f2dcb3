import { useTexts } from '../../../i18n/language.ts'
import { RecordList } from '../../../parts/RecordList.tsx'
import { useRefreshedOperation } from '../../../parts/useRefreshedOperation.ts'
import { toPageArguments, useListNavigation } from '../../../scope/listSearch.ts'
import { useScope } from '../../../scope/useScope.ts'
import { conversationTexts } from '../shared/conversationTexts.ts'
import { ListTabs } from '../shared/ListTabs.tsx'
import { sessionsDocument } from './document.ts'
import { SessionFilters } from './SessionFilters.tsx'
import { type SessionsSearch, sessionsPage, toFilter, toOrder, toSorting } from './search.ts'
import { defaultSessionColumns, useSessionColumns } from './useSessionColumns.tsx'

/** The sessions of the selection as a list. */
export const SessionsView = () => {
  const texts = useTexts(conversationTexts)
  const { scope } = useScope()
  const search = sessionsPage.useSearch()
  const { select } = useListNavigation<SessionsSearch>()
  const filter = toFilter(search)
  const shown = search.column ?? defaultSessionColumns
  const query = useRefreshedOperation(sessionsDocument, {
    scope,
    filter,
    orderBy: toOrder(search),
    ...toPageArguments(search),
    withCalls: ['calls', 'tokens', 'cost'].some((key) => shown.includes(key)),
    withSignals: shown.includes('signals'),
    withDuration: shown.includes('duration'),
  })
  return (
    <>
      <ListTabs />
      <RecordList
        title={texts.sessions}
        query={query}
        search={search}
        sorting={toSorting(search)}
        columns={useSessionColumns(query.data?.list.nodes ?? [])}
        defaultColumns={defaultSessionColumns}
        filters={<SessionFilters search={search} onChange={select} />}
        exportType="sessions"
        filter={filter}
      />
    </>
  )
}
