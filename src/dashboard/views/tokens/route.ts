import { createRoute, lazyRouteComponent } from '@tanstack/react-router'
import { Coins } from 'lucide-react'
import { rootRoute } from '../../frame/rootRoute.ts'
import { readTokensSearch } from './search.ts'
import { tokensTitle } from './title.ts'

/** Token usage over time and by model. */
export const tokensRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/tokens',
  validateSearch: readTokensSearch,
  staticData: { view: { icon: Coins, texts: tokensTitle } },
  component: lazyRouteComponent(() => import('./TokensView.tsx'), 'TokensView'),
})
