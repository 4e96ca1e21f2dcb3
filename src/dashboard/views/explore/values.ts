import { useTexts } from '../../i18n/language.ts'
import { recordTexts } from '../../parts/recordTexts.ts'
import { valueTexts } from '../../parts/valueTexts.ts'

/** Returns a function that names a value of a dimension whose values the language has names for. */
export const useValueNames = () => {
  const { statuses } = useTexts(recordTexts)
  const { purposes, toolSources, ratings, roles, levels, activity, platforms } = useTexts(valueTexts)
  const names: Readonly<Record<string, Readonly<Record<string, string>>>> = {
    STATUS: statuses,
    CALL_TYPE: purposes,
    TOOL_SOURCE: toolSources,
    TYPE: ratings,
    ROLE: roles,
    LEVEL: levels,
    IS_ACTIVE: activity,
    PLATFORM: platforms,
  }
  return (dimension: string, value: string): string | undefined => names[dimension]?.[value]
}
