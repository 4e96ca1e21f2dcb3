import { createRoute, lazyRouteComponent } from '@tanstack/react-router'
import { rootRoute } from '../../../frame/rootRoute.ts'
import { sessionTitle } from '../shared/titles.ts'
import { readSessionSearch } from './search.ts'

/** One session. */
export const sessionRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/conversations/sessions/$id',
  validateSearch: readSessionSearch,
  staticData: { view: { isRecord: true, texts: sessionTitle } },
  component: lazyRouteComponent(() => import('./SessionView.tsx'), 'SessionView'),
})
