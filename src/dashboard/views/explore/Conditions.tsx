import { Plus } from 'lucide-react'
import { useState } from 'react'
import { useLanguage, useTexts } from '../../i18n/language.ts'
import { FacetPicker } from '../../parts/FacetPicker.tsx'
import { listTexts } from '../../ui/listTexts.ts'
import { OptionList } from '../../ui/OptionList.tsx'
import { Picker } from '../../ui/Picker.tsx'
import type { Dimension } from './catalogue.ts'
import { composeFacets } from './compose.ts'
import { nameOf } from './names.ts'
import type { LoadedNames } from './result.ts'
import { type Selection, toFilter, writeConditions } from './selection.ts'
import { exploreTexts } from './texts.ts'
import { useValueNames } from './values.ts'

/** Filters by the values of dimensions, with counts that hold under the other filters. */
export const Conditions = ({
  selection: { record, conditions },
  names,
  onChange,
}: {
  readonly selection: Selection
  readonly names: LoadedNames | undefined
  readonly onChange: (where: readonly string[]) => void
}) => {
  const texts = useTexts(exploreTexts)
  const listed = useTexts(listTexts)
  const language = useLanguage()
  const [isAdding, setAdding] = useState(false)
  const [added, setAdded] = useState<readonly Dimension[]>([])
  const filtered = conditions.map(({ dimension }) => dimension)
  const shown = [...filtered, ...added.filter((dimension) => !filtered.includes(dimension))]
  const remaining = record.dimensions.filter((dimension) => dimension.filter !== null && !shown.includes(dimension))
  const document = composeFacets(record)
  const writeValue = useValueTexts(names)
  return (
    <>
      {shown.map((dimension) =>
        dimension.filter === null ? null : (
          <FacetPicker
            key={dimension.name}
            label={nameOf(language, dimension.name)}
            document={document}
            facet={dimension.filter}
            filter={toFilter(conditions)}
            nameOf={(value) => writeValue(dimension, value)}
            selected={conditions.find((condition) => condition.dimension === dimension)?.values}
            onSelect={(values) => {
              const others = conditions.filter((condition) => condition.dimension !== dimension)
              onChange(writeConditions(values ? [...others, { dimension, values }] : others))
            }}
          />
        ),
      )}
      {remaining.length > 0 ? (
        <Picker
          label={texts.where}
          shown={texts.where}
          name={texts.where}
          icon={<Plus aria-hidden className="size-3.5 text-muted" />}
          open={isAdding}
          onOpenChange={setAdding}
        >
          <OptionList
            label={texts.where}
            searchLabel={listed.search}
            emptyText={listed.none}
            options={remaining.map(({ name }) => ({ value: name, text: nameOf(language, name) }))}
            selected={[]}
            isNarrow
            onToggle={(name) => {
              setAdding(false)
              setAdded([...added, ...remaining.filter((dimension) => dimension.name === name)])
            }}
          />
        </Picker>
      ) : null}
    </>
  )
}

/** Returns a function that writes a value of a dimension, with the loaded names of bots, pipelines and users. */
const useValueTexts = (names: LoadedNames | undefined) => {
  const nameValue = useValueNames()
  return ({ name, filter }: Dimension, value: string): string =>
    nameValue(name, value) ?? names?.facets[filter ?? '']?.find((facet) => facet.value === value)?.name ?? value
}
