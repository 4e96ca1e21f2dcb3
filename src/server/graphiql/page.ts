import { randomBytes } from 'node:crypto'
import { renderGraphiQL } from '@graphql-yoga/render-graphiql'
import { pageHeaders } from '../http/securityHeaders.ts'
import { listExamples } from './examples.ts'

/** Where the token goes, as the page's headers editor shows it. */
const tokenHeader = JSON.stringify({ Authorization: 'Bearer <your token>' }, null, 2)

/**
 * Keeps tabs where they are: GraphiQL animates them from places that it measured before its page had settled, so that
 * a tab leaps away from under the pointer that presses it, and the click is lost.
 */
const keepTabsInPlace = '<style>.graphiql-tab { transform: none !important }</style>'

/** GraphiQL as a newcomer meets it: with a tab for each example and, where tokens are needed, a place for one. */
const renderPage = (now: Date, asksForToken: boolean): string => {
  const headers = asksForToken ? { headers: tokenHeader } : {}
  const page = renderGraphiQL({
    title: 'Botlens',
    defaultTabs: listExamples(now).map((query) => ({ query, ...headers })),
    ...(asksForToken ? { defaultHeaders: tokenHeader, headerEditorEnabled: true, shouldPersistHeaders: false } : {}),
  })
  return page.replace('</head>', () => `${keepTabsInPlace}</head>`)
}

/** The page: scripts, styles and icons are in it, so that it works without a network. It holds no data. */
export const answerPage = (now: Date, asksForToken: boolean): Response => {
  const nonce = randomBytes(16).toString('base64')
  // The first is the page's one script; further ones stand in its texts.
  const page = renderPage(now, asksForToken).replace('<script>', `<script nonce="${nonce}">`)
  return new Response(page, { headers: pageHeaders(nonce) })
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
