import { Link } from '@tanstack/react-router'
import { useTexts } from '../../../i18n/language.ts'
import { recordTexts } from '../../../parts/recordTexts.ts'
import { usePlatformName } from '../../../parts/usePlatformName.ts'
import { keepScope } from '../../../scope/keepScope.ts'
import { useFormats } from '../../../scope/useScope.ts'
import { conversationTexts } from '../shared/conversationTexts.ts'
import { Facts } from '../shared/Facts.tsx'
import type { Turn } from './document.ts'
import { turnTexts } from './texts.ts'

/** When and where a turn took place, with a link to its session. */
export const TurnFacts = ({ turn }: { readonly turn: Turn }) => {
  const texts = useTexts(turnTexts)
  const shared = useTexts(conversationTexts)
  const names = useTexts(recordTexts)
  const nameOfPlatform = usePlatformName()
  const formats = useFormats()
  return (
    <Facts
      items={[
        [names.time, formats.dateTime(turn.timestamp)],
        [names.user, [turn.userName, turn.userId].filter(Boolean).join(' · ')],
        [names.bot, turn.botName],
        [names.pipeline, turn.pipelineName],
        [shared.runner, turn.runnerName],
        [names.platform, nameOfPlatform(turn.platform)],
        [
          names.session,
          turn.sessionId === null ? null : (
            <Link
              key="session"
              to="/conversations/sessions/$id"
              params={{ id: turn.sessionId }}
              search={keepScope}
              title={texts.session}
              className="text-accent hover:underline"
            >
              {turn.sessionId}
            </Link>
          ),
        ],
        [names.id, turn.id],
      ]}
    />
  )
}
