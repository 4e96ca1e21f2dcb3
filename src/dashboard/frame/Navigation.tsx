import { Link } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { useLanguage, useTexts } from '../i18n/language.ts'
import { keepScope } from '../scope/keepScope.ts'
import { frameTexts } from './frameTexts.ts'
import { useViews } from './useViews.ts'

/** The links to all views. On a narrow rail, only icons are shown. */
export const Navigation = ({
  brand,
  isRail = false,
  onNavigate,
}: {
  /** What is shown above the links. */
  readonly brand: ReactNode
  readonly isRail?: boolean
  readonly onNavigate?: () => void
}) => {
  const texts = useTexts(frameTexts)
  const language = useLanguage()
  const hidden = isRail ? 'max-xl:sr-only' : ''
  return (
    <nav aria-label={texts.navigation} className="flex flex-col gap-3">
      {brand}
      <ul className="flex flex-col gap-0.5">
        {useViews().map(({ path, icon: Icon, texts: viewTexts }) => (
          <li key={path}>
            <Link
              to={path}
              search={keepScope}
              activeOptions={{ exact: path === '/', includeSearch: false }}
              title={isRail ? viewTexts[language].title : undefined}
              {...(onNavigate ? { onClick: onNavigate } : {})}
              className="flex h-8 items-center gap-2.5 rounded-md px-2 font-medium text-muted hover:bg-hover hover:text-text aria-[current=page]:bg-hover aria-[current=page]:text-text"
            >
              <Icon aria-hidden className="size-4 shrink-0" />
              <span className={hidden}>{viewTexts[language].title}</span>
            </Link>
          </li>
        ))}
      </ul>
    </nav>
  )
}
