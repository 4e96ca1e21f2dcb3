import { useTexts } from '../../../i18n/language.ts'
import {
  longTextColumn,
  makeColumn,
  modelColumn,
  numberColumn,
  textColumn,
  useTimeColumn,
} from '../../../parts/columns.tsx'
import { readCostOf } from '../../../parts/costs.ts'
import { recordTexts } from '../../../parts/recordTexts.ts'
import { usePlatformName } from '../../../parts/usePlatformName.ts'
import { useFormats } from '../../../scope/useScope.ts'
import type { Column } from '../../../ui/column.ts'
import { conversationTexts } from '../shared/conversationTexts.ts'
import { Signals } from '../shared/Signals.tsx'
import { type ListedTurn, turnColumns } from './document.ts'
import { turnsTexts } from './texts.ts'

/** All columns of the list. */
export const useTurnColumns = (turns: readonly Partial<ListedTurn>[]): readonly Column<ListedTurn>[] => {
  const texts = useTexts(turnsTexts)
  const shared = useTexts(conversationTexts)
  const names = useTexts(recordTexts)
  const nameOfPlatform = usePlatformName()
  const formats = useFormats()
  const time = useTimeColumn()
  const writeCost = formats.costLike(Math.max(0, ...turns.map(({ totalCost }) => totalCost ?? 0)))
  const isSortable = true
  return [
    time,
    makeColumn(turnColumns.conversation, {
      header: texts.conversation,
      className: 'w-full min-w-56 max-w-0',
      isWide: 'unnamed',
      cell: ({ question, replies }) => (
        <TwoLines first={question?.messageText} second={replies[0]?.messageText ?? shared.noReply} />
      ),
    }),
    textColumn(turnColumns.user, names.user, ({ userName }) => userName),
    longTextColumn(turnColumns.question, shared.question, ({ question }) => question?.messageText),
    longTextColumn(turnColumns.reply, shared.reply, ({ replies }) => replies[0]?.messageText),
    makeColumn(turnColumns.signals, {
      header: shared.signals,
      className: 'whitespace-nowrap',
      cell: ({ errorCount, likes, dislikes, replyCount }) => (
        <Signals errors={errorCount} likes={likes} dislikes={dislikes} isUnanswered={replyCount === 0} />
      ),
    }),
    makeColumn(turnColumns.origin, {
      header: texts.origin,
      className: 'max-w-56 2xl:max-w-96',
      isWide: true,
      cell: ({ botName, pipelineName, runnerName }) => (
        <TwoLines first={botName} second={[pipelineName, runnerName].filter(Boolean).join(' · ')} />
      ),
    }),
    textColumn(turnColumns.bot, names.bot, ({ botName }) => botName),
    textColumn(turnColumns.pipeline, names.pipeline, ({ pipelineName }) => pipelineName),
    textColumn(turnColumns.runner, shared.runner, ({ runnerName }) => runnerName),
    modelColumn(turnColumns.model, names.model, ({ modelName }) => modelName),
    textColumn(turnColumns.platform, names.platform, ({ platform }) => nameOfPlatform(platform)),
    numberColumn(turnColumns.replies, texts.replies, ({ replyCount }) => formats.number(replyCount)),
    numberColumn(turnColumns.waiting, shared.waiting, ({ firstReplyMs }) => formats.duration(firstReplyMs), {
      isSortable,
      hint: shared.waitingHint,
    }),
    numberColumn(turnColumns.duration, names.duration, ({ durationMs }) => formats.duration(durationMs), {
      isSortable,
    }),
    numberColumn(turnColumns.tokens, names.tokens, ({ totalTokens }) => formats.number(totalTokens), { isSortable }),
    numberColumn(
      turnColumns.cost,
      shared.cost,
      ({ llmStats, totalCost }) => writeCost(readCostOf(llmStats, totalCost)),
      {
        isSortable,
      },
    ),
  ]
}

/** Two texts, each on a line of its own, which are cut where they are long and shown in full as a hint. */
const TwoLines = ({ first, second }: { readonly first: string | undefined; readonly second: string }) => (
  <>
    <span className="block truncate" title={first}>
      {first ?? '–'}
    </span>
    <span className="block truncate text-muted" title={second}>
      {second}
    </span>
  </>
)
