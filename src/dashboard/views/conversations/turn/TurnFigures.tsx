import { useTexts } from '../../../i18n/language.ts'
import { readCostOf } from '../../../parts/costs.ts'
import { recordTexts } from '../../../parts/recordTexts.ts'
import { useFormats } from '../../../scope/useScope.ts'
import { conversationTexts } from '../shared/conversationTexts.ts'
import { Figures } from '../shared/Figures.tsx'
import type { Turn } from './document.ts'
import { turnTexts } from './texts.ts'

/** The measures of a turn. */
export const TurnFigures = ({
  turn: { firstReplyMs, durationMs, totalTokens, totalCost, llmStats, toolStats, errorCount },
}: {
  readonly turn: Turn
}) => {
  const texts = useTexts(turnTexts)
  const shared = useTexts(conversationTexts)
  const names = useTexts(recordTexts)
  const formats = useFormats()
  return (
    <Figures
      label={texts.figures}
      figures={[
        { label: shared.waiting, value: formats.duration(firstReplyMs), hint: shared.waitingHint },
        { label: names.duration, value: formats.duration(durationMs) },
        { label: names.tokens, value: formats.number(totalTokens) },
        { label: shared.cost, value: formats.cost(readCostOf(llmStats, totalCost)) },
        { label: texts.modelCalls, value: formats.number(llmStats.totalCalls), isBad: llmStats.failedCalls > 0 },
        { label: texts.toolCalls, value: formats.number(toolStats.totalCalls) },
        { label: texts.errors, value: formats.number(errorCount), isBad: errorCount > 0 },
      ]}
    />
  )
}
