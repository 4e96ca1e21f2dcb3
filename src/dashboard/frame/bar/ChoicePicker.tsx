import type { LucideIcon } from 'lucide-react'
import { useState } from 'react'
import { useTexts } from '../../i18n/language.ts'
import { useScope, useSetScope } from '../../scope/useScope.ts'
import { Button } from '../../ui/Button.tsx'
import { OptionList } from '../../ui/OptionList.tsx'
import { Picker } from '../../ui/Picker.tsx'
import { QueryBody } from '../../ui/QueryBody.tsx'
import { Skeleton } from '../../ui/Skeleton.tsx'
import { barTexts } from './barTexts.ts'
import { useChoices } from './choices.ts'

/** Selects any number of bots or pipelines; none selected means all. */
export const ChoicePicker = ({
  parameter,
  icon: Icon,
  label,
  all,
  some,
  name,
}: {
  readonly parameter: 'bot' | 'pipeline'
  readonly icon: LucideIcon
  readonly label: string
  readonly all: string
  readonly some: (count: number) => string
  /** The name of the only selected one, unless it is known from the options. */
  readonly name: string | undefined
}) => {
  const texts = useTexts(barTexts)
  const { search } = useScope()
  const setScope = useSetScope()
  const [isOpen, setOpen] = useState(false)
  const selected = search[parameter] ?? []
  const choices = useChoices(isOpen)
  const options = parameter === 'bot' ? choices.bots : choices.pipelines
  const [only] = selected
  const nameOfOnly = options.find(({ value }) => value === only)?.text ?? name ?? only
  const select = (values: readonly string[]) => setScope({ [parameter]: values.length > 0 ? values : undefined })
  return (
    <Picker
      label={label}
      icon={<Icon aria-hidden className="size-3.5 text-muted" />}
      shown={selected.length === 0 ? all : selected.length === 1 && nameOfOnly ? nameOfOnly : some(selected.length)}
      isActive={selected.length > 0}
      open={isOpen}
      onOpenChange={setOpen}
    >
      <QueryBody query={choices.query} placeholder={<Skeleton className="m-2 h-20 w-60" />}>
        {() => (
          <OptionList
            label={label}
            searchLabel={texts.search}
            emptyText={texts.none}
            options={options}
            selected={selected}
            isMultiple
            onToggle={(value) =>
              select(selected.includes(value) ? selected.filter((other) => other !== value) : [...selected, value])
            }
          />
        )}
      </QueryBody>
      {selected.length > 0 ? (
        <div className="border-line border-t p-1.5">
          <Button look="ghost" className="w-full" onClick={() => select([])}>
            {texts.clear}
          </Button>
        </div>
      ) : null}
    </Picker>
  )
}
