import type { ReactNode } from 'react'
import { useTexts } from '../../i18n/language.ts'
import { llmCallEvents } from '../../live/documents.ts'
import { useLiveEvents } from '../../live/useLiveEvents.ts'
import { RecordList } from '../../parts/RecordList.tsx'
import { useListOperation } from '../../parts/useListOperation.ts'
import { toPageArguments, useListNavigation } from '../../scope/listSearch.ts'
import { useScope } from '../../scope/useScope.ts'
import { CallDetails } from './CallDetails.tsx'
import { callList } from './document.ts'
import { Filters } from './Filters.tsx'
import { type ModelCallsSearch, modelCallsPage, order, toFilter } from './search.ts'
import { modelCallsTexts } from './texts.ts'
import { useColumns } from './useColumns.tsx'

/** The LLM calls of the selection as a list. */
export const LlmCalls = ({ kinds }: { readonly kinds: ReactNode }) => {
  const texts = useTexts(modelCallsTexts)
  const { scope } = useScope()
  const search = modelCallsPage.useSearch()
  const { select } = useListNavigation<ModelCallsSearch>()
  const filter = toFilter(search)
  useLiveEvents(llmCallEvents, { scope, filter: filter })
  const list = useListOperation(
    callList.toDocument(search),
    {
      scope,
      filter,
      orderBy: order.toOrder(search),
      ...toPageArguments(search),
    },
    search,
  )
  return (
    <RecordList
      title={texts.list}
      {...list}
      search={search}
      order={order}
      columns={useColumns(list.query.data?.list.nodes ?? [])}
      list={callList}
      filters={<Filters search={search} onChange={select} kinds={kinds} />}
      exportType="llm-calls"
      filter={filter}
      detailsTitle={texts.call}
      details={(id) => <CallDetails id={id} />}
    />
  )
}
