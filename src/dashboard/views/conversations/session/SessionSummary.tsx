import { useTexts } from '../../../i18n/language.ts'
import { readCostOf } from '../../../parts/costs.ts'
import { recordTexts } from '../../../parts/recordTexts.ts'
import { usePlatformName } from '../../../parts/usePlatformName.ts'
import { useFormats } from '../../../scope/useScope.ts'
import { Panel } from '../../../ui/Panel.tsx'
import { conversationTexts } from '../shared/conversationTexts.ts'
import { Facts } from '../shared/Facts.tsx'
import { Figures } from '../shared/Figures.tsx'
import type { SessionData } from './document.ts'
import { sessionTexts } from './texts.ts'

/** Who talked in a session, and the metrics of all of its turns. */
export const SessionSummary = ({
  id,
  data: {
    session,
    figures: { totals },
  },
}: {
  readonly id: string
  readonly data: SessionData
}) => {
  const texts = useTexts(sessionTexts)
  const shared = useTexts(conversationTexts)
  const names = useTexts(recordTexts)
  const nameOfPlatform = usePlatformName()
  const formats = useFormats()
  return (
    <Panel title={session?.userName || session?.userId || id}>
      <div className="flex min-w-0 flex-col gap-4">
        <Figures
          label={texts.figures}
          figures={[
            { label: shared.turns, value: formats.number(totals.turns) },
            ...(session ? [{ label: texts.messages, value: formats.number(session.messageStats.total) }] : []),
            { label: names.tokens, value: formats.number(totals.totalTokens) },
            {
              label: shared.cost,
              value: formats.cost(session ? readCostOf(session.llmStats, totals.totalCost) : totals.totalCost),
            },
            {
              label: texts.averageWaiting,
              value: formats.duration(totals.firstReplyMs.avg),
              hint: shared.waitingHint,
            },
            {
              label: texts.slowestWaiting,
              value: formats.duration(totals.firstReplyMs.p95),
              hint: texts.slowestHint,
            },
            { label: texts.errors, value: formats.number(totals.errors), isBad: totals.errors > 0 },
            { label: texts.feedback, value: `${formats.number(totals.likes)} / ${formats.number(totals.dislikes)}` },
          ]}
        />
        <Facts
          items={[
            [names.id, id],
            ...(session
              ? ([
                  [texts.state, session.isActive ? shared.active : shared.ended],
                  [names.user, [session.userName, session.userId].filter(Boolean).join(' · ')],
                  [names.platform, nameOfPlatform(session.platform)],
                  [names.bot, session.botName],
                  [names.pipeline, session.pipelineName],
                  [texts.start, formats.dateTime(session.startTime)],
                  [texts.lastActivity, formats.dateTime(session.lastActivity)],
                  [names.duration, formats.duration(session.durationSeconds * 1000)],
                ] as const)
              : []),
          ]}
        />
      </div>
    </Panel>
  )
}
