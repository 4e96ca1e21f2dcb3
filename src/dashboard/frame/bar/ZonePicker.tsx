import { Globe } from 'lucide-react'
import { useMemo, useState } from 'react'
import { useTexts } from '../../i18n/language.ts'
import { browserZone, useScope, useSetScope } from '../../scope/useScope.ts'
import { OptionList } from '../../ui/OptionList.tsx'
import { Picker } from '../../ui/Picker.tsx'
import { barTexts } from './barTexts.ts'

/** The zone of the browser and UTC first, then all others. */
const listZones = (): readonly string[] => [...new Set([browserZone, 'UTC', ...Intl.supportedValuesOf('timeZone')])]

/** Selects the time zone in which times are shown and buckets are cut. */
export const ZonePicker = () => {
  const texts = useTexts(barTexts)
  const { search, timeZone } = useScope()
  const setScope = useSetScope()
  const [isOpen, setOpen] = useState(false)
  const zones = useMemo(() => (isOpen ? listZones() : []), [isOpen])
  return (
    <Picker
      label={texts.zone}
      icon={<Globe aria-hidden className="size-3.5 text-muted" />}
      shown={search.zone ?? texts.localZone}
      isActive={search.zone !== undefined}
      open={isOpen}
      onOpenChange={setOpen}
    >
      <OptionList
        label={texts.zone}
        searchLabel={texts.search}
        emptyText={texts.none}
        options={zones.map((zone) => ({
          value: zone,
          text: zone,
          ...(zone === browserZone ? { note: texts.localZone } : {}),
        }))}
        selected={[timeZone]}
        onToggle={(zone) => {
          if (zone !== timeZone) setScope({ zone: zone === browserZone ? undefined : zone })
          setOpen(false)
        }}
      />
    </Picker>
  )
}
