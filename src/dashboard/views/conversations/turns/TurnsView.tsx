import { useTexts } from '../../../i18n/language.ts'
import { messageEvents } from '../../../live/documents.ts'
import { useLiveEvents } from '../../../live/useLiveEvents.ts'
import { RecordList } from '../../../parts/RecordList.tsx'
import { useListOperation } from '../../../parts/useListOperation.ts'
import { toPageArguments, useListNavigation } from '../../../scope/listSearch.ts'
import { useScope } from '../../../scope/useScope.ts'
import { conversationTexts } from '../shared/conversationTexts.ts'
import { ListTabs } from '../shared/ListTabs.tsx'
import { TurnDetails } from '../turn/TurnDetails.tsx'
import { turnList } from './document.ts'
import { order, type TurnsSearch, toFilter, toMessageFilter, turnsPage } from './search.ts'
import { TurnFilters } from './TurnFilters.tsx'
import { useTurnColumns } from './useTurnColumns.tsx'

/** The turns of the selection as a list. */
export const TurnsView = () => {
  const texts = useTexts(conversationTexts)
  const { scope } = useScope()
  const search = turnsPage.useSearch()
  const { select } = useListNavigation<TurnsSearch>()
  const filter = toFilter(search)
  const messageFilter = toMessageFilter(search)
  useLiveEvents(messageEvents, { scope, filter: messageFilter })
  const list = useListOperation(
    turnList.toDocument(search),
    {
      scope,
      filter,
      orderBy: order.toOrder(search),
      ...toPageArguments(search),
    },
    search,
    // Whether its turn matches other filters is not known from a message.
    { isNew: ({ role }) => role === 'USER' && Object.keys(filter).length === Object.keys(messageFilter).length },
  )
  return (
    <>
      <ListTabs />
      <RecordList
        title={texts.turns}
        {...list}
        search={search}
        order={order}
        columns={useTurnColumns(list.query.data?.list.nodes ?? [])}
        list={turnList}
        filters={<TurnFilters search={search} onChange={select} />}
        exportType="turns"
        filter={filter}
        details={(id) => <TurnDetails id={id} part={search.part} />}
        detailsTitle={texts.turn}
        isWide
      />
    </>
  )
}
