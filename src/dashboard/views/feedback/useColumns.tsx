import { useTexts } from '../../i18n/language.ts'
import { longTextColumn, modelColumn, textColumn, useTimeColumn } from '../../parts/columns.tsx'
import { recordTexts } from '../../parts/recordTexts.ts'
import { usePlatformName } from '../../parts/usePlatformName.ts'
import type { Column } from '../../ui/column.ts'
import type { ListedFeedback } from './document.ts'
import { Rating } from './Rating.tsx'
import { feedbackTexts } from './texts.ts'

/** The columns that are shown unless others are chosen. */
export const defaultColumns = ['time', 'rating', 'question', 'comment', 'reasons', 'model', 'bot']

/** All columns of the list. */
export const useColumns = (): readonly Column<ListedFeedback>[] => {
  const texts = useTexts(feedbackTexts)
  const names = useTexts(recordTexts)
  const nameOfPlatform = usePlatformName()
  const time = useTimeColumn()
  return [
    time,
    textColumn('rating', texts.rating, ({ type }) => <Rating type={type} />),
    longTextColumn('question', texts.question, ({ turn }) => turn?.question?.messageText),
    longTextColumn('comment', texts.comment, ({ content }) => content),
    longTextColumn('reasons', texts.reasons, ({ inaccurateReasons }) => inaccurateReasons.join(', ')),
    modelColumn(names.model, ({ turn }) => turn?.modelName),
    textColumn('bot', names.bot, ({ botName }) => botName),
    textColumn('pipeline', names.pipeline, ({ pipelineName }) => pipelineName),
    textColumn('user', names.user, ({ userId }) => userId),
    textColumn('platform', names.platform, ({ platform }) => nameOfPlatform(platform)),
    textColumn('session', names.session, ({ sessionId }) => sessionId),
    textColumn('message', names.message, ({ messageId }) => messageId),
  ]
}
