import { createRoute, lazyRouteComponent } from '@tanstack/react-router'
import { CircleAlert } from 'lucide-react'
import { rootRoute } from '../../frame/rootRoute.ts'
import { readErrorsSearch } from './search.ts'
import { errorsTitle } from './title.ts'

/** The errors, in groups of the same kind and one by one. */
export const errorsRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/errors',
  validateSearch: readErrorsSearch,
  staticData: { view: { icon: CircleAlert, texts: errorsTitle, loadsNames: true } },
  component: lazyRouteComponent(() => import('./ErrorsView.tsx'), 'ErrorsView'),
})
