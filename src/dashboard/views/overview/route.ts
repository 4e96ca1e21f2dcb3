import { createRoute, lazyRouteComponent } from '@tanstack/react-router'
import { LayoutDashboard } from 'lucide-react'
import { rootRoute } from '../../frame/rootRoute.ts'
import { readOverviewSearch } from './search.ts'
import { overviewTitle } from './title.ts'

/** The overview: what happened in the selected time range, at a glance. */
export const overviewRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/',
  validateSearch: readOverviewSearch,
  staticData: { view: { icon: LayoutDashboard, texts: overviewTitle, loadsNames: true } },
  component: lazyRouteComponent(() => import('./OverviewView.tsx'), 'OverviewView'),
})
