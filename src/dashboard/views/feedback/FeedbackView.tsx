import { useTexts } from '../../i18n/language.ts'
import { RecordList } from '../../parts/RecordList.tsx'
import { useRefreshedOperation } from '../../parts/useRefreshedOperation.ts'
import { toPageArguments, useListNavigation } from '../../scope/listSearch.ts'
import { useScope } from '../../scope/useScope.ts'
import { feedbackDocument } from './document.ts'
import { FeedbackDetails } from './FeedbackDetails.tsx'
import { Filters } from './Filters.tsx'
import { Satisfaction } from './Satisfaction.tsx'
import { type FeedbackSearch, feedbackPage, toFilter, toOrder, toSorting } from './search.ts'
import { feedbackTexts } from './texts.ts'
import { defaultColumns, useColumns } from './useColumns.tsx'

/** How satisfied users are with the replies of the selection, and the replies that they rated. */
export const FeedbackView = () => {
  const texts = useTexts(feedbackTexts)
  const { scope } = useScope()
  const search = feedbackPage.useSearch()
  const { select } = useListNavigation<FeedbackSearch>()
  const filter = toFilter(search)
  const query = useRefreshedOperation(feedbackDocument, {
    scope,
    filter,
    orderBy: toOrder(search),
    ...toPageArguments(search),
  })
  return (
    <>
      <Satisfaction search={search} />
      <RecordList
        title={texts.list}
        query={query}
        search={search}
        sorting={toSorting(search)}
        columns={useColumns()}
        defaultColumns={defaultColumns}
        filters={<Filters search={search} onChange={select} />}
        exportType="feedback"
        filter={filter}
        detailsTitle={texts.ratedAnswer}
        details={(id) => <FeedbackDetails id={id} />}
      />
    </>
  )
}
