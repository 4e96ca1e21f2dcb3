import { useTexts } from '../../i18n/language.ts'
import { longTextColumn, modelColumn, textColumn, useTimeColumn } from '../../parts/columns.tsx'
import { recordTexts } from '../../parts/recordTexts.ts'
import { usePlatformName } from '../../parts/usePlatformName.ts'
import type { Column } from '../../ui/column.ts'
import { feedbackColumns, type ListedFeedback } from './document.ts'
import { Rating } from './Rating.tsx'
import { feedbackTexts } from './texts.ts'

/** All columns of the list. */
export const useColumns = (): readonly Column<ListedFeedback>[] => {
  const texts = useTexts(feedbackTexts)
  const names = useTexts(recordTexts)
  const nameOfPlatform = usePlatformName()
  const time = useTimeColumn()
  return [
    time,
    textColumn(feedbackColumns.rating, texts.rating, ({ type }) => <Rating type={type} />),
    longTextColumn(feedbackColumns.question, texts.question, ({ turn }) => turn?.question?.messageText),
    longTextColumn(feedbackColumns.comment, texts.comment, ({ content }) => content),
    longTextColumn(feedbackColumns.reasons, texts.reasons, ({ inaccurateReasons }) => inaccurateReasons.join(', ')),
    modelColumn(feedbackColumns.model, names.model, ({ turn }) => turn?.modelName),
    textColumn(feedbackColumns.bot, names.bot, ({ botName }) => botName),
    textColumn(feedbackColumns.pipeline, names.pipeline, ({ pipelineName }) => pipelineName),
    textColumn(feedbackColumns.user, names.user, ({ userId }) => userId),
    textColumn(feedbackColumns.platform, names.platform, ({ platform }) => nameOfPlatform(platform)),
    textColumn(feedbackColumns.session, names.session, ({ sessionId }) => sessionId),
    textColumn(feedbackColumns.message, names.message, ({ messageId }) => messageId),
  ]
}
