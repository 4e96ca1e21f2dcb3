import { createRoute, lazyRouteComponent } from '@tanstack/react-router'
import { ThumbsUp } from 'lucide-react'
import { rootRoute } from '../../frame/rootRoute.ts'
import { readFeedbackSearch } from './search.ts'
import { feedbackTitle } from './title.ts'

/** How satisfied users are, and the answers that they rated. */
export const feedbackRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/feedback',
  validateSearch: readFeedbackSearch,
  staticData: { view: { icon: ThumbsUp, texts: feedbackTitle, loadsNames: true } },
  component: lazyRouteComponent(() => import('./FeedbackView.tsx'), 'FeedbackView'),
})
