import type { ReactNode } from 'react'
import { useTexts } from '../../../i18n/language.ts'
import { embeddingCallEvents } from '../../../live/documents.ts'
import { useLiveEvents } from '../../../live/useLiveEvents.ts'
import { RecordList } from '../../../parts/RecordList.tsx'
import { useListOperation } from '../../../parts/useListOperation.ts'
import { toPageArguments, useListNavigation } from '../../../scope/listSearch.ts'
import { useScope } from '../../../scope/useScope.ts'
import { embeddingOrder, type ModelCallsSearch, modelCallsPage, toEmbeddingFilter } from '../search.ts'
import { modelCallsTexts } from '../texts.ts'
import { embeddingList } from './document.ts'
import { EmbeddingDetails } from './EmbeddingDetails.tsx'
import { EmbeddingFilters } from './EmbeddingFilters.tsx'
import { useEmbeddingColumns } from './useEmbeddingColumns.tsx'

/** The embedding calls of the selection as a list. */
export const EmbeddingCalls = ({ kinds }: { readonly kinds: ReactNode }) => {
  const texts = useTexts(modelCallsTexts)
  const { scope } = useScope()
  const search = modelCallsPage.useSearch()
  const { select } = useListNavigation<ModelCallsSearch>()
  const filter = toEmbeddingFilter(search)
  useLiveEvents(embeddingCallEvents, { scope, filter: filter })
  const list = useListOperation(
    embeddingList.toDocument(search),
    {
      scope,
      filter,
      orderBy: embeddingOrder.toOrder(search),
      ...toPageArguments(search),
    },
    search,
  )
  return (
    <RecordList
      title={texts.embeddingList}
      {...list}
      search={search}
      order={embeddingOrder}
      columns={useEmbeddingColumns()}
      list={embeddingList}
      filters={<EmbeddingFilters search={search} onChange={select} kinds={kinds} />}
      exportType="embedding-calls"
      filter={filter}
      detailsTitle={texts.embeddingCall}
      details={(id) => <EmbeddingDetails id={id} />}
    />
  )
}
