import { createRoute, lazyRouteComponent } from '@tanstack/react-router'
import { rootRoute } from '../../../frame/rootRoute.ts'
import { conversationsTitle } from '../shared/titles.ts'
import { readSessionsSearch } from './search.ts'

/** The sessions, one by one. */
export const sessionsRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/conversations/sessions',
  validateSearch: readSessionsSearch,
  staticData: { view: { texts: conversationsTitle, hasNoComparison: true } },
  component: lazyRouteComponent(() => import('./SessionsView.tsx'), 'SessionsView'),
})
