import { ArrowLeftRight, Bot, SlidersHorizontal, Workflow } from 'lucide-react'
import { useState } from 'react'
import { useTexts } from '../../i18n/language.ts'
import { useScopeNames } from '../../parts/scopeNames.ts'
import { comparisons } from '../../scope/search.ts'
import { useScope, useSetScope } from '../../scope/useScope.ts'
import { Button } from '../../ui/Button.tsx'
import { Select } from '../../ui/Select.tsx'
import { barTexts } from './barTexts.ts'
import { ChoicePicker } from './ChoicePicker.tsx'
import { RangePicker } from './RangePicker.tsx'
import { ZonePicker } from './ZonePicker.tsx'

/** Selects the data of all views: time range and zone, bots, pipelines and the comparison. */
export const ScopeBar = ({
  loadsNames,
  hasNoComparison,
}: {
  /** Whether an operation of the view loads the names of the selected bot and pipeline. */
  readonly loadsNames: boolean
  /** Whether the view has nothing to compare. */
  readonly hasNoComparison: boolean
}) => {
  const texts = useTexts(barTexts)
  const { search } = useScope()
  const setScope = useSetScope()
  const names = useScopeNames(loadsNames)
  const [isOpen, setOpen] = useState(false)
  const active = [search.zone, search.bot, search.pipeline, hasNoComparison ? undefined : search.compare].filter(
    (value) => value !== undefined,
  ).length
  return (
    <div className="contents md:flex md:min-w-0 md:flex-wrap md:justify-end md:gap-2">
      <div className="flex flex-wrap gap-2 max-md:order-1 max-md:w-full md:contents">
        <RangePicker />
        <Button className="md:hidden" aria-expanded={isOpen} onClick={() => setOpen(!isOpen)}>
          <SlidersHorizontal aria-hidden className="size-3.5 text-muted" />
          {texts.filters}
          {active > 0 ? <span className="rounded-full bg-accent-soft px-1.5 text-accent">{active}</span> : null}
        </Button>
      </div>
      <div className={`flex-wrap gap-2 max-md:order-2 max-md:w-full md:contents ${isOpen ? 'flex' : 'max-md:hidden'}`}>
        <ZonePicker />
        <ChoicePicker
          parameter="bot"
          name={names.bot}
          icon={Bot}
          label={texts.bots}
          all={texts.allBots}
          some={texts.someBots}
        />
        <ChoicePicker
          parameter="pipeline"
          name={names.pipeline}
          icon={Workflow}
          label={texts.pipelines}
          all={texts.allPipelines}
          some={texts.somePipelines}
        />
        {hasNoComparison ? null : (
          <Select
            label={texts.compare}
            icon={<ArrowLeftRight aria-hidden className="size-3.5 text-muted" />}
            isActive={search.compare !== undefined}
            value={search.compare ?? 'PREVIOUS_PERIOD'}
            options={comparisons.map((value) => ({ value, text: texts.comparisons[value] }))}
            onChange={(value) => setScope({ compare: value === 'PREVIOUS_PERIOD' ? undefined : value })}
          />
        )}
      </div>
    </div>
  )
}
