import { Link } from '@tanstack/react-router'
import { useTexts } from '../../../i18n/language.ts'
import { numberColumn, textColumn } from '../../../parts/columns.tsx'
import { readCostOf } from '../../../parts/RecordedCost.tsx'
import { recordTexts } from '../../../parts/recordTexts.ts'
import { usePlatformName } from '../../../parts/usePlatformName.ts'
import { keepScope } from '../../../scope/keepScope.ts'
import { useFormats } from '../../../scope/useScope.ts'
import type { Column } from '../../../ui/column.ts'
import { rowLink } from '../../../ui/rowLink.ts'
import { conversationTexts } from '../shared/conversationTexts.ts'
import { Signals } from '../shared/Signals.tsx'
import type { ListedSession } from './document.ts'
import { sessionsTexts } from './texts.ts'

/** The columns that are shown unless others are chosen. */
export const defaultSessionColumns = [
  'active',
  'user',
  'state',
  'signals',
  'platform',
  'bot',
  'pipeline',
  'messages',
  'duration',
  'tokens',
  'cost',
]

/** All columns of the list. */
export const useSessionColumns = (sessions: readonly ListedSession[]): readonly Column<ListedSession>[] => {
  const texts = useTexts(sessionsTexts)
  const shared = useTexts(conversationTexts)
  const names = useTexts(recordTexts)
  const nameOfPlatform = usePlatformName()
  const formats = useFormats()
  const writeCost = formats.costLike(Math.max(0, ...sessions.map(({ llmStats }) => llmStats?.totalCost ?? 0)))
  const isSortable = true
  return [
    {
      key: 'active',
      header: texts.lastActivity,
      isLink: true,
      isSortable,
      className: 'whitespace-nowrap',
      cell: ({ id, lastActivity }) => (
        <Link
          to="/conversations/sessions/$id"
          params={{ id }}
          search={keepScope}
          className="hover:underline"
          {...rowLink}
        >
          {formats.dateTime(lastActivity)}
        </Link>
      ),
    },
    {
      key: 'start',
      header: texts.start,
      isSortable,
      className: 'whitespace-nowrap',
      cell: ({ startTime }) => formats.dateTime(startTime),
    },
    textColumn('user', names.user, ({ userName, userId, id }) => userName || userId || id),
    textColumn('id', names.id, ({ id }) => id),
    textColumn('state', texts.state, ({ isActive }) => (
      <span className={isActive ? 'text-good' : 'text-muted'}>{isActive ? shared.active : shared.ended}</span>
    )),
    {
      key: 'signals',
      header: shared.signals,
      className: 'whitespace-nowrap',
      cell: ({ errors, likes, dislikes }) => (
        <Signals errors={errors?.totalCount ?? 0} likes={likes?.totalCount ?? 0} dislikes={dislikes?.totalCount ?? 0} />
      ),
    },
    textColumn('platform', names.platform, ({ platform }) => nameOfPlatform(platform)),
    textColumn('bot', names.bot, ({ botName }) => botName),
    textColumn('pipeline', names.pipeline, ({ pipelineName }) => pipelineName),
    numberColumn('messages', texts.messages, ({ messageCount }) => formats.number(messageCount), { isSortable }),
    numberColumn(
      'duration',
      names.duration,
      ({ durationSeconds }) => formats.duration(durationSeconds === undefined ? null : durationSeconds * 1000),
      { hint: texts.durationHint },
    ),
    numberColumn('calls', texts.calls, ({ llmStats }) => formats.number(llmStats?.totalCalls)),
    numberColumn('tokens', names.tokens, ({ llmStats }) => formats.number(llmStats?.totalTokens)),
    numberColumn('cost', shared.cost, ({ llmStats }) =>
      writeCost(llmStats && readCostOf(llmStats, llmStats.totalCost)),
    ),
  ]
}
