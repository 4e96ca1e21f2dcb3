import { createRouter } from '@tanstack/react-router'
import { rootRoute } from './frame/rootRoute.ts'
import { parseSearchText, writeSearchText } from './frame/searchText.ts'
import { sessionRoute } from './views/conversations/session/sessionRoute.ts'
import { sessionsRoute } from './views/conversations/sessions/sessionsRoute.ts'
import { turnRoute } from './views/conversations/turn/turnRoute.ts'
import { turnsRoute } from './views/conversations/turns/turnsRoute.ts'
import { errorsRoute } from './views/errors/route.ts'
import { exploreRoute } from './views/explore/route.ts'
import { feedbackRoute } from './views/feedback/route.ts'
import { modelCallsRoute } from './views/modelCalls/route.ts'
import { overviewRoute } from './views/overview/route.ts'
import { tokensRoute } from './views/tokens/route.ts'
import { toolCallsRoute } from './views/toolCalls/route.ts'

/** The router of the page. The navigation shows the views in the order of their routes. */
export const router = createRouter({
  routeTree: rootRoute.addChildren([
    overviewRoute,
    tokensRoute,
    turnsRoute,
    turnRoute,
    sessionsRoute,
    sessionRoute,
    modelCallsRoute,
    toolCallsRoute,
    errorsRoute,
    feedbackRoute,
    exploreRoute,
  ]),
  parseSearch: parseSearchText,
  stringifySearch: writeSearchText,
  // The server compares paths with their case.
  caseSensitive: true,
  scrollRestoration: true,
  defaultPreload: 'intent',
})

declare module '@tanstack/react-router' {
  interface Register {
    router: typeof router
  }
}
