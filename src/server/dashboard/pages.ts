/** The paths of the dashboard's views: all of them are served the same page. A view has the same path in its route. */
export const dashboardPages = [
  '/',
  '/tokens',
  '/conversations',
  '/conversations/turns/{id}',
  '/conversations/sessions',
  '/conversations/sessions/{id}',
  '/model-calls',
  '/tool-calls',
  '/errors',
  '/feedback',
  '/explore',
] as const
