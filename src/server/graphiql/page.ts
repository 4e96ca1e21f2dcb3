import { hash } from 'node:crypto'
import { promisify } from 'node:util'
import { gzip } from 'node:zlib'
import { Response } from '@whatwg-node/fetch'
import { once } from '../../shared/once.ts'
import { acceptsGzip } from '../http/encoding.ts'
import type { HeaderReader } from '../http/incoming.ts'
import { pageHeaders } from '../http/securityHeaders.ts'
import { examples } from './examples.ts'

/** Placeholder for the token, shown in the headers editor. */
const tokenHeader = JSON.stringify({ Authorization: 'Bearer <your token>' }, null, 2)

/**
 * Disables the animation of tabs: GraphiQL animates them from positions measured before the layout was complete, so
 * that a tab moves away from the pointer while it is pressed and the click is lost.
 */
const keepTabsInPlace = '<style>.graphiql-tab { transform: none !important }</style>'

/**
 * Prepares the state that GraphiQL reads when it starts. On a reload, GraphiQL looks for the stored tab that has the
 * stored query, variables and headers, and adds an empty tab if there is none. The script therefore sets these to those
 * of the active tab. GraphiQL also writes each edited query to the URL, which a reload would then execute instead of
 * opening GraphiQL.
 */
const startScript = `
  history.replaceState = () => undefined
  try {
    const { tabs, activeTabIndex } = JSON.parse(localStorage.getItem('graphiql:tabState'))
    for (const name of ['query', 'variables', 'headers']) {
      const value = tabs[activeTabIndex][name]
      if (value) localStorage.setItem('graphiql:' + name, value)
      else localStorage.removeItem('graphiql:' + name)
    }
  } catch {
    // No tabs are stored yet.
  }
`

const scriptStart = '<script>'
const scriptEnd = '</script>'

/** Renders GraphiQL with a tab for each example and, if tokens are required, a header for the token. */
const renderPage = async (asksForToken: boolean): Promise<string> => {
  // The package is 9 MB of text: it is loaded for the first request, not at startup.
  const { renderGraphiQL } = await import('@graphql-yoga/render-graphiql')
  const headers = asksForToken ? { headers: tokenHeader } : {}
  const page = renderGraphiQL({
    title: 'Botlens',
    defaultTabs: examples.map((query) => ({ query, ...headers })),
    ...(asksForToken ? { defaultHeaders: tokenHeader, headerEditorEnabled: true, shouldPersistHeaders: false } : {}),
  })
  return page.replace('</head>', () => `${keepTabsInPlace}${scriptStart}${startScript}${scriptEnd}</head>`)
}

/** The inline scripts of the page: the start script, and GraphiQL, which contains the sources of its workers. */
const scriptsOf = (page: string): string[] => {
  const start = page.indexOf(scriptStart, page.indexOf(startScript) + startScript.length) + scriptStart.length
  return [startScript, page.slice(start, page.indexOf(scriptEnd, start))]
}

const preparePage = async (asksForToken: boolean) => {
  const page = await renderPage(asksForToken)
  const body = Buffer.from(page)
  const shared = {
    ...pageHeaders(scriptsOf(page).map(hashOf)),
    'Cache-Control': 'no-cache',
    Vary: 'Accept-Encoding',
    // Weak, since it covers both encodings.
    ETag: `W/"${hashOf(page)}"`,
  }
  return { body, shared, compressed: once(() => compress(body)) }
}

const compress = promisify(gzip)

const hashOf = (text: string): string => hash('sha256', text, 'base64')

/** Whether the client already has the page. */
const isKnown = (headers: HeaderReader, tag: string): boolean =>
  headers
    .get('if-none-match')
    ?.split(',')
    .some((known) => known.trim() === tag) ?? false

/** Returns the response with a page to a browser. */
export type RespondWithPage = (headers: HeaderReader) => Response | Promise<Response>

/**
 * Creates the response with GraphiQL. Scripts, styles and icons are included, so that it works without a network. It
 * contains no data. It is rendered for the first request, and compressed for the first client that accepts gzip.
 */
export const makePageResponse = (asksForToken: boolean): RespondWithPage => {
  const prepared = once(() => preparePage(asksForToken))
  return async (headers) => {
    const { body, shared, compressed } = await prepared()
    if (isKnown(headers, shared.ETag)) return new Response(null, { status: 304, headers: shared })
    if (!acceptsGzip(headers)) return respondWith(body, shared)
    return respondWith(await compressed(), { ...shared, 'Content-Encoding': 'gzip' })
  }
}

const respondWith = (body: Buffer, headers: Readonly<Record<string, string>>): Response =>
  // `Response` accepts a Node.js buffer, and sends it unchanged.
  new Response(body as unknown as BodyInit, { headers: { ...headers, 'Content-Length': String(body.length) } })

const closedPage = `<!doctype html>
<html lang="en">
<head><meta charset="utf-8"><title>Botlens</title></head>
<body>
<h1>GraphiQL is disabled</h1>
<p>This server accepts persisted documents only (<code>PERSISTED_ONLY=true</code>), and GraphiQL sends documents of its own,
including the introspection query. Start the server without <code>PERSISTED_ONLY</code> to use it; the
schema is in <code>schema.graphql</code>.</p>
</body>
</html>
`

/**
 * Returns an explanatory page from a server that accepts only persisted documents, which GraphiQL does not send. Status
 * 403.
 */
export const respondWithClosedPage: RespondWithPage = () =>
  new Response(closedPage, { status: 403, headers: pageHeaders([]) })
