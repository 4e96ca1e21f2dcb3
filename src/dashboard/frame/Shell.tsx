import { Outlet, useMatches } from '@tanstack/react-router'
import { useEffect, useRef } from 'react'
import { useAccess } from '../api/token.ts'
import { useLanguage, useTexts } from '../i18n/language.ts'
import { Brand } from './Brand.tsx'
import { RefreshControl } from './bar/RefreshControl.tsx'
import { ScopeBar } from './bar/ScopeBar.tsx'
import { ZonePicker } from './bar/ZonePicker.tsx'
import { frameTexts, unknownTitle } from './frameTexts.ts'
import { Navigation } from './Navigation.tsx'
import { NavigationDrawer } from './NavigationDrawer.tsx'
import { PaletteButton } from './palette/PaletteButton.tsx'
import { Settings } from './Settings.tsx'
import { TokenForm } from './TokenForm.tsx'
import { useKeptFocus } from './useKeptFocus.ts'
import type { ViewInfo } from './view.ts'

/** The ids of the title of the page, which names its content, and of the content. */
const [titleId, contentId] = ['title', 'content']

/** The current view; undefined for a path that no view has. */
const useView = (): ViewInfo | undefined => {
  const matches = useMatches()
  // The router also matches the beginning of a path that continues beyond that of a view.
  if (matches.some(({ _notFound: isUnknown }) => isUnknown)) return undefined
  return matches.findLast(({ staticData }) => staticData.view)?.staticData.view
}

/** The title of the current view, or that there is none. */
const useTitle = (view: ViewInfo | undefined): string => {
  const language = useLanguage()
  const title = (view?.texts ?? unknownTitle)[language].title
  useEffect(() => {
    document.title = `${title} · Botlens`
  }, [title])
  return title
}

/** The frame of the page: navigation, the bar that selects the data of all views, and the current view. */
export const Shell = () => {
  const texts = useTexts(frameTexts)
  const view = useView()
  const title = useTitle(view)
  const { token, isRejected } = useAccess()
  const content = useRef<HTMLElement>(null)
  useKeptFocus(content)
  return (
    <div className="flex min-h-dvh">
      <a
        href={`#${contentId}`}
        className="sr-only focus:not-sr-only focus:absolute focus:z-50 focus:bg-raised focus:p-2"
      >
        {texts.skip}
      </a>
      <div className="sticky top-0 hidden h-dvh w-13 shrink-0 flex-col border-line border-r bg-surface p-2 md:flex xl:w-52">
        <Navigation brand={<Brand isRail />} isRail />
      </div>
      <div className="flex min-w-0 grow flex-col">
        <header className="sticky top-0 z-20 flex flex-wrap items-center gap-2 border-line border-b bg-page px-4 py-2.5 md:flex-nowrap md:items-start xl:px-6">
          <NavigationDrawer />
          <h1 id={titleId} className="mr-auto shrink-0 font-semibold text-[0.9375rem] leading-7">
            {title}
          </h1>
          {isRejected || !view ? null : view.isRecord ? (
            <div className="max-md:order-1 max-md:w-full">
              <ZonePicker />
            </div>
          ) : (
            <ScopeBar loadsNames={view.loadsNames ?? false} hasNoComparison={view.hasNoComparison ?? false} />
          )}
          <div className="flex shrink-0 items-center gap-2">
            {isRejected ? null : (
              <>
                {view ? <RefreshControl /> : null}
                <PaletteButton />
              </>
            )}
            <Settings />
          </div>
        </header>
        <main
          id={contentId}
          ref={content}
          aria-labelledby={titleId}
          tabIndex={-1}
          className="flex min-w-0 grow flex-col gap-4 p-4 outline-none xl:p-6"
        >
          {isRejected ? <TokenForm wasRejected={token !== null} /> : <Outlet />}
        </main>
      </div>
    </div>
  )
}
