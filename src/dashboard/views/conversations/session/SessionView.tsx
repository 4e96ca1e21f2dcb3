import { useTexts } from '../../../i18n/language.ts'
import { messageEvents } from '../../../live/documents.ts'
import { useLiveEvents } from '../../../live/useLiveEvents.ts'
import { useRefreshedOperation } from '../../../parts/useRefreshedOperation.ts'
import { keepScope } from '../../../scope/keepScope.ts'
import { type ListNavigation, toPageArguments, useListNavigation } from '../../../scope/listSearch.ts'
import { useFormats } from '../../../scope/useScope.ts'
import { BackLink } from '../../../ui/BackLink.tsx'
import { Drawer } from '../../../ui/Drawer.tsx'
import { Empty } from '../../../ui/Empty.tsx'
import { Pager } from '../../../ui/Pager.tsx'
import { Panel } from '../../../ui/Panel.tsx'
import { QueryBody } from '../../../ui/QueryBody.tsx'
import { Segmented } from '../../../ui/Segmented.tsx'
import { Skeleton } from '../../../ui/Skeleton.tsx'
import { conversationTexts } from '../shared/conversationTexts.ts'
import { TurnDetails } from '../turn/TurnDetails.tsx'
import { sessionDocument } from './document.ts'
import { SessionSummary } from './SessionSummary.tsx'
import { SessionTurn } from './SessionTurn.tsx'
import { type SessionSearch, sessionPage } from './search.ts'
import { sessionTexts } from './texts.ts'

/** The page of one session: its metrics, and its conversation page by page. */
export const SessionView = () => {
  const texts = useTexts(sessionTexts)
  const shared = useTexts(conversationTexts)
  const formats = useFormats()
  const { id } = sessionPage.useParams()
  const search = sessionPage.useSearch()
  const { go, select }: ListNavigation<SessionSearch> = useListNavigation()
  const filter = { sessionIds: [id] }
  useLiveEvents(messageEvents, { filter })
  const query = useRefreshedOperation(sessionDocument, {
    id,
    filter,
    direction: search.order === 'newest' ? 'DESC' : 'ASC',
    ...toPageArguments(search),
  })
  return (
    <>
      <BackLink to="/conversations/sessions" search={keepScope}>
        {shared.allSessions}
      </BackLink>
      <QueryBody query={query} placeholder={<Skeleton className="h-[40rem] rounded-lg" />}>
        {(data) =>
          data.session === null && data.figures.totals.turns === 0 ? (
            <Empty title={texts.missingTitle} advice={texts.missingAdvice} />
          ) : (
            <div className="flex min-w-0 flex-col gap-4">
              <SessionSummary id={id} data={data} />
              <Panel
                title={texts.conversation}
                actions={
                  <Segmented
                    label={texts.order}
                    value={search.order ?? 'oldest'}
                    options={[
                      { value: 'oldest', text: texts.oldest },
                      { value: 'newest', text: texts.newest },
                    ]}
                    onChange={(order) => select({ order: order === 'newest' ? order : undefined })}
                  />
                }
              >
                {data.turns.nodes.length === 0 ? <Empty /> : null}
                <ol className="mx-auto flex w-full min-w-0 max-w-5xl flex-col">
                  {data.turns.nodes.map((turn) => (
                    <SessionTurn key={turn.id} turn={turn} />
                  ))}
                </ol>
                <Pager pageInfo={data.turns.pageInfo} total={formats.number(data.figures.totals.turns)} onMove={go} />
              </Panel>
            </div>
          )
        }
      </QueryBody>
      <Drawer
        title={shared.turn}
        isOpen={search.open !== undefined}
        onClose={() => go({ open: undefined, part: undefined })}
        isWide
      >
        {search.open === undefined ? null : <TurnDetails id={search.open} part={search.part} />}
      </Drawer>
    </>
  )
}
