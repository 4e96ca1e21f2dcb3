import { useIsFetching, useQueryClient } from '@tanstack/react-query'
import { RotateCw } from 'lucide-react'
import { useTexts } from '../../i18n/language.ts'
import { refreshIntervals } from '../../scope/search.ts'
import { useScope, useSetScope } from '../../scope/useScope.ts'
import { IconButton } from '../../ui/Button.tsx'
import { Select } from '../../ui/Select.tsx'
import { barTexts } from './barTexts.ts'
import { LiveIndicator } from './LiveIndicator.tsx'

/** Refreshes the data of the view: now, regularly, or whenever something is recorded. */
export const RefreshControl = () => {
  const texts = useTexts(barTexts)
  const client = useQueryClient()
  const isFetching = useIsFetching() > 0
  const { search } = useScope()
  const setScope = useSetScope()
  const isLive = search.refresh === 'live'
  const write = (seconds: number) => (seconds < 60 ? texts.seconds(seconds) : texts.minutes(seconds / 60))
  return (
    <div className="flex items-center gap-1">
      <IconButton label={texts.refresh} look="plain" onClick={() => void client.invalidateQueries()}>
        <RotateCw
          aria-hidden
          className={`size-3.5 text-muted ${isFetching && !isLive ? 'motion-safe:animate-spin' : ''}`}
        />
      </IconButton>
      <Select
        label={texts.autoRefresh}
        isActive={search.refresh !== undefined}
        value={String(search.refresh ?? 'off')}
        options={[
          { value: 'off', text: texts.off },
          { value: 'live', text: texts.live },
          ...refreshIntervals.map((seconds) => ({ value: String(seconds), text: write(seconds) })),
        ]}
        onChange={(value) =>
          setScope({ refresh: value === 'off' ? undefined : value === 'live' ? value : Number(value) })
        }
      />
      {isLive ? <LiveIndicator /> : null}
    </div>
  )
}
