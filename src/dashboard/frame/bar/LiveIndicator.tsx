import { Popover } from '@base-ui/react/popover'
import { useTexts } from '../../i18n/language.ts'
import type { LiveStatus } from '../../live/liveEvents.ts'
import { useLiveStatus } from '../../live/useLiveEvents.ts'
import { PopoverPanel } from '../../ui/PopoverPanel.tsx'
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

/**
 * The state of the stream of events, and what it means, under the pointer or when it is pressed. Where the state is not
 * as expected, wide screens have room for a text.
 */
export const LiveIndicator = () => {
  const texts = useTexts(barTexts)
  const status = useLiveStatus()
  const state = texts.liveStates[status]
  return (
    <Popover.Root>
      <span role="status" className="sr-only">
        {state}
      </span>
      <Popover.Trigger
        openOnHover
        aria-label={state ? `${texts.liveUpdates}: ${state}` : texts.liveUpdates}
        className="inline-flex h-7 items-center gap-1.5 rounded-md px-2 text-muted text-xs hover:bg-hover"
      >
        <span aria-hidden className={`size-2 rounded-full ${looks[status]}`} />
        {status === 'live' ? null : <span className="whitespace-nowrap max-2xl:hidden">{state}</span>}
      </Popover.Trigger>
      <PopoverPanel label={texts.liveUpdates} align="end" className="max-w-72 px-3 py-2">
        <Popover.Description>{texts.liveHints[status]}</Popover.Description>
      </PopoverPanel>
    </Popover.Root>
  )
}
