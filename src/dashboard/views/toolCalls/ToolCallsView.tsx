import { useTexts } from '../../i18n/language.ts'
import { toolCallEvents } from '../../live/documents.ts'
import { useLiveEvents } from '../../live/useLiveEvents.ts'
import { RecordList } from '../../parts/RecordList.tsx'
import { useRecordWith } from '../../parts/requestAddition.ts'
import { useListOperation } from '../../parts/useListOperation.ts'
import { toPageArguments, useListNavigation } from '../../scope/listSearch.ts'
import { useScope } from '../../scope/useScope.ts'
import { CallDetails } from './CallDetails.tsx'
import { callList, toolCallDocument } from './document.ts'
import { Filters } from './Filters.tsx'
import { order, type ToolCallsSearch, toFilter, toolCallsPage } from './search.ts'
import { Tools, useTools } from './Tools.tsx'
import { toolCallsTexts } from './texts.ts'
import { useColumns } from './useColumns.tsx'

/** The tool calls of the selection: key metrics, by tool, and one by one. */
export const ToolCallsView = () => {
  const texts = useTexts(toolCallsTexts)
  const { scope } = useScope()
  const search = toolCallsPage.useSearch()
  const { select } = useListNavigation<ToolCallsSearch>()
  const filter = toFilter(search)
  useLiveEvents(toolCallEvents, { scope, filter: filter })
  const tools = useTools(search)
  const list = useListOperation(
    callList.toDocument(search),
    {
      scope,
      filter,
      orderBy: order.toOrder(search),
      ...toPageArguments(search),
    },
    search,
    { addition: useRecordWith(toolCallDocument, search.open) },
  )
  return (
    <>
      <Tools query={tools} onSelect={(tool) => select({ tool: [tool] })} />
      <RecordList
        title={texts.list}
        {...list}
        isQuiet={tools.isError}
        search={search}
        order={order}
        columns={useColumns()}
        list={callList}
        filters={<Filters search={search} onChange={select} />}
        exportType="tool-calls"
        filter={filter}
        detailsTitle={texts.call}
        details={(id) => <CallDetails id={id} list={list.query} />}
      />
    </>
  )
}
