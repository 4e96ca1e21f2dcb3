import { createRoute, lazyRouteComponent } from '@tanstack/react-router'
import { ChartScatter } from 'lucide-react'
import { rootRoute } from '../../frame/rootRoute.ts'
import { readExploreSearch } from './search.ts'
import { exploreTitle } from './title.ts'

/** Any metrics of any record, as a chart and a table. */
export const exploreRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/explore',
  validateSearch: readExploreSearch,
  staticData: { view: { icon: ChartScatter, texts: exploreTitle } },
  component: lazyRouteComponent(() => import('./ExploreView.tsx'), 'ExploreView'),
})
