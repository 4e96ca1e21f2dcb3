import type { ReactNode } from 'react'
import { useTexts } from '../../i18n/language.ts'
import { RecordList } from '../../parts/RecordList.tsx'
import { useRefreshedOperation } from '../../parts/useRefreshedOperation.ts'
import { toPageArguments, useListNavigation } from '../../scope/listSearch.ts'
import { useScope } from '../../scope/useScope.ts'
import { CallDetails } from './CallDetails.tsx'
import { modelCallsDocument } from './document.ts'
import { Filters } from './Filters.tsx'
import { type ModelCallsSearch, modelCallsPage, toFilter, toOrder, toSorting } from './search.ts'
import { modelCallsTexts } from './texts.ts'
import { defaultColumns, useColumns } from './useColumns.tsx'

/** The LLM calls of the selection as a list. */
export const LlmCalls = ({ kinds }: { readonly kinds: ReactNode }) => {
  const texts = useTexts(modelCallsTexts)
  const { scope } = useScope()
  const search = modelCallsPage.useSearch()
  const { select } = useListNavigation<ModelCallsSearch>()
  const filter = toFilter(search)
  const query = useRefreshedOperation(modelCallsDocument, {
    scope,
    filter,
    orderBy: toOrder(search),
    ...toPageArguments(search),
  })
  return (
    <RecordList
      title={texts.list}
      query={query}
      search={search}
      sorting={toSorting(search)}
      columns={useColumns(query.data?.list.nodes ?? [])}
      defaultColumns={defaultColumns}
      filters={<Filters search={search} onChange={select} kinds={kinds} />}
      exportType="llm-calls"
      filter={filter}
      detailsTitle={texts.call}
      details={(id) => <CallDetails id={id} />}
    />
  )
}
