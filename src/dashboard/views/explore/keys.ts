import { writeDayOfWeek } from '../../charts/HeatMap.tsx'
import type { Formats } from '../../i18n/formats.ts'
import { useTexts } from '../../i18n/language.ts'
import { useFormats } from '../../scope/useScope.ts'
import type { Dimension } from './catalogue.ts'
import { type ResultGroup, readKey } from './result.ts'
import { exploreTexts } from './texts.ts'
import { useValueNames } from './values.ts'

const writeClock = ({ name }: Dimension, text: string, formats: Formats): string => {
  if (name === 'DAY_OF_WEEK') return writeDayOfWeek(Number(text), formats)
  return name === 'HOUR_OF_DAY' ? `${text.padStart(2, '0')}:00` : text
}

/** Returns functions that write the value of a group in a dimension, and in all of them. */
export const useKeyTexts = () => {
  const texts = useTexts(exploreTexts)
  const formats = useFormats()
  const nameValue = useValueNames()
  const writeKey = (group: ResultGroup, dimension: Dimension): string => {
    if (group.isOthers) return texts.others
    const value = readKey(group.key, dimension)
    if (value === null) return texts.unknown
    return nameValue(dimension.name, value.id) ?? writeClock(dimension, value.name, formats)
  }
  const writeKeys = (group: ResultGroup, by: readonly Dimension[]): string =>
    group.isOthers ? texts.others : by.map((dimension) => writeKey(group, dimension)).join(' · ')
  return { writeKey, writeKeys }
}
