import { useTexts } from '../../i18n/language.ts'
import type { LiveStatus } from '../../live/liveEvents.ts'
import { useLiveStatus } from '../../live/useLiveEvents.ts'
import { barTexts } from './barTexts.ts'

/** A dot while events arrive, a ring otherwise. */
const looks: Readonly<Record<LiveStatus, string>> = {
  off: 'border-2 border-muted',
  connecting: 'border-2 border-muted',
  live: 'bg-good',
  reconnecting: 'border-2 border-warn motion-safe:animate-pulse',
  periodic: 'border-2 border-warn',
  paused: 'border-2 border-muted',
}

/** The state of the stream of events. Where it is not as expected, wide screens have room for a text. */
export const LiveIndicator = () => {
  const texts = useTexts(barTexts)
  const status = useLiveStatus()
  return (
    <span title={texts.liveHints[status]} className="inline-flex items-center gap-1.5 text-muted text-xs">
      <span aria-hidden className={`size-2 rounded-full ${looks[status]}`} />
      <span role="status" className={status === 'live' ? 'sr-only' : 'whitespace-nowrap max-2xl:sr-only'}>
        {texts.liveStates[status]}
      </span>
    </span>
  )
}
