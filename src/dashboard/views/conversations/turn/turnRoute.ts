import { createRoute, lazyRouteComponent } from '@tanstack/react-router'
import { rootRoute } from '../../../frame/rootRoute.ts'
import { type RawSearch, readText } from '../../../scope/search.ts'
import { turnTitle } from '../shared/titles.ts'

/** One turn. */
export const turnRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/conversations/turns/$id',
  validateSearch: (raw: RawSearch): { readonly part?: string | undefined } => ({ part: readText(raw, 'part') }),
  staticData: { view: { isRecord: true, texts: turnTitle } },
  component: lazyRouteComponent(() => import('./TurnView.tsx'), 'TurnView'),
})
