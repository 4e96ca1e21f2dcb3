import { createRoute, lazyRouteComponent } from '@tanstack/react-router'
import { Wrench } from 'lucide-react'
import { rootRoute } from '../../frame/rootRoute.ts'
import { readToolCallsSearch } from './search.ts'
import { toolCallsTitle } from './title.ts'

/** The tool calls: by tool, and one by one. */
export const toolCallsRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/tool-calls',
  validateSearch: readToolCallsSearch,
  staticData: { view: { icon: Wrench, texts: toolCallsTitle, loadsNames: true } },
  component: lazyRouteComponent(() => import('./ToolCallsView.tsx'), 'ToolCallsView'),
})
