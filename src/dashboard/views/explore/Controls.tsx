import { useLanguage, useTexts } from '../../i18n/language.ts'
import { useListNavigation } from '../../scope/listSearch.ts'
import { buckets, isShowable, rangeLength } from '../../scope/range.ts'
import { useScope } from '../../scope/useScope.ts'
import { FilterPicker } from '../../ui/FilterPicker.tsx'
import { Segmented } from '../../ui/Segmented.tsx'
import { Select } from '../../ui/Select.tsx'
import { Conditions } from './Conditions.tsx'
import { records } from './catalogue.ts'
import { nameOf } from './names.ts'
import type { LoadedNames } from './result.ts'
import { chartKinds, type ExploreSearch, groupCounts } from './search.ts'
import { countSeries, isStackable, type Selection } from './selection.ts'
import { exploreTexts } from './texts.ts'

/** Selects what is shown: records, measures, groups, buckets, filters and the chart. */
export const Controls = ({
  selection,
  search,
  names,
}: {
  readonly selection: Selection
  readonly search: ExploreSearch
  /** The names of what is filtered by, if they are loaded. */
  readonly names: LoadedNames | undefined
}) => {
  const texts = useTexts(exploreTexts)
  const language = useLanguage()
  const { go } = useListNavigation<ExploreSearch>()
  const length = rangeLength(useScope().search)
  const { record, chart, by, measures, top } = selection
  const orNone = <Value,>(values: readonly Value[]) => (values.length > 0 ? values : undefined)
  const isOverTime = chart === 'line' || chart === 'stacked'
  return (
    <section aria-label={texts.query} className="flex flex-wrap items-center gap-2">
      <Select
        label={texts.record}
        value={record.name}
        options={records.map(({ name }) => ({ value: name, text: nameOf(language, name) }))}
        onChange={(name) => go({ record: name, measure: undefined, by: undefined, where: undefined, sort: undefined })}
      />
      <FilterPicker
        label={texts.measures}
        options={record.measures.map(({ path }) => ({ value: path, text: nameOf(language, path) }))}
        selected={measures.map(({ path }) => path)}
        isActive={false}
        onSelect={(paths) => go({ measure: orNone(paths), sort: undefined })}
      />
      {chart === 'heat' ? null : (
        <>
          <FilterPicker
            label={texts.by}
            noneText={texts.notGrouped}
            options={record.dimensions.map(({ name }) => ({ value: name, text: nameOf(language, name) }))}
            selected={by.map(({ name }) => name)}
            isActive={false}
            // A fourth takes the place of the first.
            onSelect={(names) => go({ by: orNone(names.slice(-3)) })}
          />
          {by.length > 0 ? (
            <Select
              label={texts.top}
              value={String(top)}
              options={groupCounts.map((count) => ({ value: String(count), text: texts.topOf(count) }))}
              onChange={(count) => go({ top: Number(count) })}
            />
          ) : null}
        </>
      )}
      {isOverTime ? (
        <Select
          label={texts.bucket}
          value={search.bucket ?? 'AUTOMATIC'}
          options={[
            { value: 'AUTOMATIC' as const, text: texts.automatic },
            ...buckets
              .filter((bucket) => isShowable(length, bucket, countSeries(selection)))
              .map((value) => ({ value, text: texts.buckets[value] })),
          ]}
          onChange={(value) => go({ bucket: value === 'AUTOMATIC' ? undefined : value })}
        />
      ) : null}
      <Segmented
        label={texts.chart}
        value={chart}
        options={chartKinds.map((value) => ({
          value,
          text: texts.charts[value],
          disabled: value === 'stacked' && !isStackable(selection),
        }))}
        onChange={(value) => go({ chart: value })}
      />
      <Conditions
        key={record.name}
        selection={selection}
        names={names}
        onChange={(where) => go({ where: orNone(where) })}
      />
    </section>
  )
}
