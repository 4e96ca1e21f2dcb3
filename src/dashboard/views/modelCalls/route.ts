import { createRoute, lazyRouteComponent } from '@tanstack/react-router'
import { Cpu } from 'lucide-react'
import { rootRoute } from '../../frame/rootRoute.ts'
import { readModelCallsSearch } from './search.ts'
import { modelCallsTitle } from './title.ts'

/** The LLM calls, one by one. */
export const modelCallsRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/model-calls',
  validateSearch: readModelCallsSearch,
  staticData: { view: { icon: Cpu, texts: modelCallsTitle, hasNoComparison: true, loadsNames: true } },
  component: lazyRouteComponent(() => import('./ModelCallsView.tsx'), 'ModelCallsView'),
})
