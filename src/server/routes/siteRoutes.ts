import { Response } from '@whatwg-node/fetch'
import type { Route } from '../http/handler.ts'
import { graphqlPath } from '../http/paths.ts'

/** The icon: a lens over a speech bubble. */
const icon = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 32 32"><path fill="#3b4cca" d="M4 5h24v17H14l-6 6v-6H4z"/><circle cx="15" cy="12.5" r="4.5" fill="none" stroke="#fff" stroke-width="2.5"/><path stroke="#fff" stroke-width="2.5" stroke-linecap="round" d="m18.5 16 3.5 3.5"/></svg>`

const methods = ['GET', 'HEAD']

const redirectToGraphiql = (): Response =>
  new Response(null, { status: 302, headers: { Location: graphqlPath, 'Content-Length': '0' } })

const respondWithIcon = (): Response =>
  new Response(icon, { headers: { 'Content-Type': 'image/svg+xml', 'Cache-Control': 'public, max-age=86400' } })

/** The routes that browsers request by default: the root, which redirects to GraphiQL, and the icon. */
export const siteRoutes: readonly Route[] = [
  { path: '/', methods, respond: redirectToGraphiql },
  { path: '/favicon.ico', methods, respond: respondWithIcon },
]
