import { createRoute, lazyRouteComponent } from '@tanstack/react-router'
import { MessagesSquare } from 'lucide-react'
import { rootRoute } from '../../../frame/rootRoute.ts'
import { conversationsTitle } from '../shared/titles.ts'
import { readTurnsSearch } from './search.ts'

/** The turns, one by one. */
export const turnsRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/conversations',
  validateSearch: readTurnsSearch,
  staticData: { view: { icon: MessagesSquare, texts: conversationsTitle, hasNoComparison: true, loadsNames: true } },
  component: lazyRouteComponent(() => import('./TurnsView.tsx'), 'TurnsView'),
})
