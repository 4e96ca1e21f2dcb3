import { useTexts } from '../../i18n/language.ts'
import { feedbackEvents } from '../../live/documents.ts'
import { useLiveEvents } from '../../live/useLiveEvents.ts'
import { RecordList } from '../../parts/RecordList.tsx'
import { useRecordWith } from '../../parts/requestAddition.ts'
import { useListOperation } from '../../parts/useListOperation.ts'
import { toPageArguments, useListNavigation } from '../../scope/listSearch.ts'
import { useScope } from '../../scope/useScope.ts'
import { feedbackList, feedbackRecordDocument } from './document.ts'
import { FeedbackDetails } from './FeedbackDetails.tsx'
import { Filters } from './Filters.tsx'
import { Satisfaction, useSatisfaction } from './Satisfaction.tsx'
import { type FeedbackSearch, feedbackPage, order, toFilter, toMetricsFilter } from './search.ts'
import { feedbackTexts } from './texts.ts'
import { useColumns } from './useColumns.tsx'

/** How satisfied users are with the replies of the selection, and the replies that they rated. */
export const FeedbackView = () => {
  const texts = useTexts(feedbackTexts)
  const { scope } = useScope()
  const search = feedbackPage.useSearch()
  const { select } = useListNavigation<FeedbackSearch>()
  const filter = toFilter(search)
  useLiveEvents(feedbackEvents, { scope, filter: toMetricsFilter(search) })
  const satisfaction = useSatisfaction(search)
  const list = useListOperation(
    feedbackList.toDocument(search),
    {
      scope,
      filter,
      orderBy: order.toOrder(search),
      ...toPageArguments(search),
    },
    search,
    // There is an event for feedback that changed, too.
    { isNew: () => false, addition: useRecordWith(feedbackRecordDocument, search.open) },
  )
  return (
    <>
      <Satisfaction query={satisfaction} chart={search.chart} />
      <RecordList
        title={texts.list}
        {...list}
        isQuiet={satisfaction.isError}
        search={search}
        order={order}
        columns={useColumns()}
        list={feedbackList}
        filters={<Filters search={search} onChange={select} />}
        exportType="feedback"
        filter={filter}
        detailsTitle={texts.ratedAnswer}
        details={(id) => <FeedbackDetails id={id} list={list.query} />}
      />
    </>
  )
}
