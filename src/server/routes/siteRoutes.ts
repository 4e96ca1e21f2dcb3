import { Response } from '@whatwg-node/fetch'
import { notFound, quote } from '../../shared/errors.ts'
import { type DashboardFiles, makeDashboardFiles } from '../dashboard/files.ts'
import { dashboardPages } from '../dashboard/pages.ts'
import type { Route } from '../http/handler.ts'
import { lastSegment, makePathLookup } from '../http/paths.ts'
import type { RespondWithFile } from '../http/staticFile.ts'

/** The icon: a lens over a speech bubble. */
const icon = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 32 32"><path fill="#3b4cca" d="M4 5h24v17H14l-6 6v-6H4z"/><circle cx="15" cy="12.5" r="4.5" fill="none" stroke="#fff" stroke-width="2.5"/><path stroke="#fff" stroke-width="2.5" stroke-linecap="round" d="m18.5 16 3.5 3.5"/></svg>`

const methods = ['GET', 'HEAD']

const respondWithIcon = (): Response =>
  new Response(icon, { headers: { 'Content-Type': 'image/svg+xml', 'Cache-Control': 'public, max-age=86400' } })

/** Options of the routes. */
export interface SiteOptions {
  readonly files?: () => Promise<DashboardFiles>
  /** What is served instead of the page of the dashboard. */
  readonly page?: RespondWithFile
}

/** What browsers request. */
export interface Site {
  readonly routes: readonly Route[]
  /** Responds to a request for a page whose path no view has. */
  readonly respondToUnknownPage: Route['respond']
}

/**
 * Creates the routes of browsers: the views of the dashboard, which are one page without data, the files that it loads,
 * and the icon. The page also says that there is no such page. The path of a view followed by slashes redirects to it.
 */
export const makeSite = ({ files = makeDashboardFiles(), page }: SiteOptions): Site => {
  const respondWithPage: Route['respond'] = async ({ headers }) => (page ?? (await files()).page)(headers)
  const respondWithAsset: Route['respond'] = async ({ headers, path }) => {
    const respond = (await files()).asset(lastSegment(path))
    if (!respond) throw notFound(`The dashboard has no file ${quote(path)}.`)
    return respond(headers)
  }
  return {
    routes: [
      ...dashboardPages.map((path) => ({ path, methods, isPage: true, respond: respondWithPage })),
      { path: '/assets/{file}', methods, respond: respondWithAsset },
      { path: '/favicon.ico', methods, respond: respondWithIcon },
    ],
    respondToUnknownPage: async ({ path, search, headers }) => {
      const view = trimSlashes(path)
      if (view !== path && findPage(view)) return redirectTo(search === '' ? view : `${view}?${search}`)
      return (page ?? (await files()).unknownPage)(headers)
    },
  }
}

const findPage = makePathLookup(dashboardPages.map((path) => ({ path })))

const trimSlashes = (path: string): string => {
  let end = path.length
  while (path[end - 1] === '/') end -= 1
  return path.slice(0, end)
}

const redirectTo = (target: string): Response =>
  new Response(null, { status: 308, headers: { Location: target, 'Content-Length': '0', 'Cache-Control': 'no-store' } })
