import { Link } from '@tanstack/react-router'
import { useTexts } from '../../../i18n/language.ts'
import { makeColumn, numberColumn, textColumn } from '../../../parts/columns.tsx'
import { readCostOf } from '../../../parts/costs.ts'
import { recordTexts } from '../../../parts/recordTexts.ts'
import { usePlatformName } from '../../../parts/usePlatformName.ts'
import { keepScope } from '../../../scope/keepScope.ts'
import { useFormats } from '../../../scope/useScope.ts'
import type { Column } from '../../../ui/column.ts'
import { rowLink } from '../../../ui/rowLink.ts'
import { conversationTexts } from '../shared/conversationTexts.ts'
import { Signals } from '../shared/Signals.tsx'
import { type ListedSession, sessionColumns } from './document.ts'
import { sessionsTexts } from './texts.ts'

/** All columns of the list. */
export const useSessionColumns = (sessions: readonly Partial<ListedSession>[]): readonly Column<ListedSession>[] => {
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
    makeColumn(sessionColumns.start, {
      header: texts.start,
      isSortable,
      className: 'whitespace-nowrap',
      cell: ({ startTime }) => formats.dateTime(startTime),
    }),
    textColumn(sessionColumns.user, names.user, ({ userName, userId, id }) => userName || userId || id),
    textColumn(sessionColumns.id, names.id, ({ id }) => id),
    textColumn(sessionColumns.state, texts.state, ({ isActive }) => (
      <span className={isActive ? 'text-good' : 'text-muted'}>{isActive ? shared.active : shared.ended}</span>
    )),
    makeColumn(sessionColumns.signals, {
      header: shared.signals,
      className: 'whitespace-nowrap',
      cell: ({ errors, likes, dislikes }) => (
        <Signals errors={errors.totalCount} likes={likes.totalCount} dislikes={dislikes.totalCount} />
      ),
    }),
    textColumn(sessionColumns.platform, names.platform, ({ platform }) => nameOfPlatform(platform)),
    textColumn(sessionColumns.bot, names.bot, ({ botName }) => botName),
    textColumn(sessionColumns.pipeline, names.pipeline, ({ pipelineName }) => pipelineName),
    numberColumn(sessionColumns.messages, texts.messages, ({ messageCount }) => formats.number(messageCount), {
      isSortable,
    }),
    numberColumn(
      sessionColumns.duration,
      names.duration,
      ({ durationSeconds }) => formats.duration(durationSeconds * 1000),
      { hint: texts.durationHint },
    ),
    numberColumn(sessionColumns.calls, texts.calls, ({ llmStats }) => formats.number(llmStats.totalCalls)),
    numberColumn(sessionColumns.tokens, names.tokens, ({ llmStats }) => formats.number(llmStats.totalTokens)),
    numberColumn(sessionColumns.cost, shared.cost, ({ llmStats }) =>
      writeCost(readCostOf(llmStats, llmStats.totalCost)),
    ),
  ]
}
