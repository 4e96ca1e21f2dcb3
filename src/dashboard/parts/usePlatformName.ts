import { useTexts } from '../i18n/language.ts'
import { valueTexts } from './valueTexts.ts'

/** Returns a function that names a platform, i.e. the kind of a chat; one without a name is written as it is stored. */
export const usePlatformName = () => {
  const { platforms } = useTexts(valueTexts)
  return <Platform extends string | null | undefined>(platform: Platform): string | Platform => {
    const stored: string | null | undefined = platform
    return stored === 'person' || stored === 'group' ? platforms[stored] : platform
  }
}
