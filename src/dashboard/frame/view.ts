import type { LucideIcon } from 'lucide-react'
import type { TextsByLanguage } from '../i18n/texts.ts'

/** The name of a view, and how the navigation shows it. */
export interface ViewInfo {
  /** The icon in the navigation; undefined for a view that other views lead to. */
  readonly icon?: LucideIcon
  /** Whether the view shows one record, whatever time range, bots and pipelines are selected. */
  readonly isRecord?: boolean
  /**
   * Whether an operation of the view loads the names of the selected bot and pipeline, so that a view that sends other
   * requests does not need one more: see `parts/scopeNames.ts`.
   */
  readonly loadsNames?: boolean
  /** Whether the view has no figures to compare, so that the bar selects no comparison. */
  readonly hasNoComparison?: boolean
  readonly texts: TextsByLanguage<{ readonly title: string }>
}

declare module '@tanstack/react-router' {
  interface StaticDataRouteOption {
    /** The view of the route; undefined for routes that are no view. */
    view?: ViewInfo
  }
}
