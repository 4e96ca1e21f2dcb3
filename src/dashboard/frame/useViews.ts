import { type AnyRoute, useRouter } from '@tanstack/react-router'
import type { LucideIcon } from 'lucide-react'
import type { ViewInfo } from './view.ts'

/** A view that the navigation shows. */
export interface ViewLink extends Pick<ViewInfo, 'texts'> {
  readonly path: string
  readonly icon: LucideIcon
}

/** Returns the views with an icon, in the order of their routes. */
export const useViews = (): readonly ViewLink[] => {
  const { routeTree } = useRouter()
  return Object.values<AnyRoute>(routeTree.children ?? []).flatMap(({ fullPath, options }) => {
    const view = options.staticData?.view
    return view?.icon ? [{ path: String(fullPath), icon: view.icon, texts: view.texts }] : []
  })
}
