import { hash } from 'node:crypto'
import { once } from '../../shared/once.ts'
import { pageHeaders } from '../http/securityHeaders.ts'
import { makeStaticFile, type RespondWithFile } from '../http/staticFile.ts'
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
const renderPage = async (requiresToken: boolean): Promise<string> => {
  // The package is 9 MB of text: it is loaded for the first request, not at startup.
  const { renderGraphiQL } = await import('@graphql-yoga/render-graphiql')
  const headers = requiresToken ? { headers: tokenHeader } : {}
  const page = renderGraphiQL({
    title: 'Botlens',
    defaultTabs: examples.map((query) => ({ query, ...headers })),
    ...(requiresToken ? { defaultHeaders: tokenHeader, headerEditorEnabled: true, shouldPersistHeaders: false } : {}),
  })
  return page.replace('</head>', () => `${keepTabsInPlace}${scriptStart}${startScript}${scriptEnd}</head>`)
}

/** The inline scripts of the page: the start script, and GraphiQL, which contains the sources of its workers. */
const scriptsOf = (page: string): string[] => {
  const start = page.indexOf(scriptStart, page.indexOf(startScript) + startScript.length) + scriptStart.length
  return [startScript, page.slice(start, page.indexOf(scriptEnd, start))]
}

const preparePage = async (requiresToken: boolean): Promise<RespondWithFile> => {
  const page = await renderPage(requiresToken)
  return makeStaticFile(Buffer.from(page), {
    headers: { ...pageHeaders(scriptsOf(page).map(hashOf)), 'Cache-Control': 'no-cache' },
  })
}

const hashOf = (text: string): string => hash('sha256', text, 'base64')

/**
 * Creates the response with GraphiQL. Scripts, styles and icons are included, so that it works without a network. It
 * contains no data. It is rendered for the first request, and compressed for the first client that accepts gzip.
 */
export const makePageResponse = (requiresToken: boolean): RespondWithFile => {
  const prepared = once(() => preparePage(requiresToken))
  return async (headers) => (await prepared())(headers)
}
