import { randomBytes } from 'node:crypto'
import { renderGraphiQL } from '@graphql-yoga/render-graphiql'
import { pageHeaders } from '../http/securityHeaders.ts'
import { examples } from './examples.ts'

/** Where the token goes, as the page's headers editor shows it. */
const tokenHeader = JSON.stringify({ Authorization: 'Bearer <your token>' }, null, 2)

/**
 * Keeps tabs where they are: GraphiQL animates them from places that it measured before its page had settled, so that
 * a tab leaps away from under the pointer that presses it, and the click is lost.
 */
const keepTabsInPlace = '<style>.graphiql-tab { transform: none !important }</style>'

/**
 * Prepares what GraphiQL reads when it starts. On a reload it looks for the stored tab that has the stored query,
 * variables and headers, and adds an empty tab if none has: these are therefore set to those of the active tab. It
 * also writes each edited query to the address, which a reload would then execute instead of opening GraphiQL.
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

/** GraphiQL with a tab for each example and, if tokens are required, the header for one. */
const renderPage = (asksForToken: boolean, nonce: string): string => {
  const headers = asksForToken ? { headers: tokenHeader } : {}
  const page = renderGraphiQL({
    title: 'Botlens',
    defaultTabs: examples.map((query) => ({ query, ...headers })),
    ...(asksForToken ? { defaultHeaders: tokenHeader, headerEditorEnabled: true, shouldPersistHeaders: false } : {}),
  })
  const script = `<script nonce="${nonce}">`
  // Only the first `<script>` is an element; further ones are in the texts of that script.
  return page
    .replace('<script>', script)
    .replace('</head>', () => `${keepTabsInPlace}${script}${startScript}</script></head>`)
}

/** The page: scripts, styles and icons are included, so that it works without a network. It contains no data. */
export const answerPage = (asksForToken: boolean): Response => {
  const nonce = randomBytes(16).toString('base64')
  return new Response(renderPage(asksForToken, nonce), { headers: pageHeaders(nonce) })
}

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

/** The page of a server that accepts persisted documents only, which GraphiQL does not send. Status 403. */
export const answerClosedPage = (): Response =>
  new Response(closedPage, { status: 403, headers: pageHeaders(randomBytes(16).toString('base64')) })
