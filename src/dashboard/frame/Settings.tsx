import { Popover } from '@base-ui/react/popover'
import { Settings2 } from 'lucide-react'
import { setToken, useAccess } from '../api/token.ts'
import { setLanguage, useLanguage, useTexts } from '../i18n/language.ts'
import { type Language, languages } from '../i18n/texts.ts'
import { setTheme, themes, useTheme } from '../theme/theme.ts'
import { Button, buttonClass } from '../ui/Button.tsx'
import { PopoverPanel } from '../ui/PopoverPanel.tsx'
import { Segmented } from '../ui/Segmented.tsx'
import { frameTexts } from './frameTexts.ts'

const languageOptions = (Object.keys(languages) as Language[]).map((value) => ({ value, text: languages[value] }))

/** The settings of this browser: theme, language and token. */
export const Settings = () => {
  const texts = useTexts(frameTexts)
  const theme = useTheme()
  const language = useLanguage()
  const { token } = useAccess()
  return (
    <Popover.Root>
      <Popover.Trigger aria-label={texts.settings} title={texts.settings} className={buttonClass('ghost', true)}>
        <Settings2 aria-hidden className="size-4" />
      </Popover.Trigger>
      <PopoverPanel label={texts.settings} align="end" className="flex flex-col gap-2 p-3">
        <p className="text-muted text-xs">{texts.theme}</p>
        <Segmented
          label={texts.theme}
          value={theme}
          options={themes.map((value) => ({ value, text: texts.themes[value] }))}
          onChange={setTheme}
        />
        <p className="mt-1 text-muted text-xs">{texts.language}</p>
        <Segmented label={texts.language} value={language} options={languageOptions} onChange={setLanguage} />
        <a href="/graphql" className={`mt-1 ${buttonClass()}`}>
          {texts.graphiql}
        </a>
        {token === null ? null : <Button onClick={() => setToken(null)}>{texts.signOut}</Button>}
      </PopoverPanel>
    </Popover.Root>
  )
}
