import { renderGraphiQL } from '@graphql-yoga/render-graphiql'
import type { GraphiQLOptions } from 'graphql-yoga'
import { listExamples } from './examples.ts'

/** GraphiQL as a newcomer meets it: with a tab for each example. */
export const makeGraphiqlOptions = (now: Date): GraphiQLOptions => ({
  title: 'Botlens',
  defaultTabs: listExamples(now).map((query) => ({ query })),
})

/**
 * Keeps tabs where they are: GraphiQL animates them from places that it measured before its page had settled, so that
 * a tab leaps away from under the pointer that presses it, and the click is lost.
 */
const keepTabsInPlace = '<style>.graphiql-tab { transform: none !important }</style>'

/** The page: scripts, styles and icons are in it, so that it works without a network. */
export const renderGraphiqlPage = (options?: GraphiQLOptions): string =>
  renderGraphiQL(options).replace('</head>', () => `${keepTabsInPlace}</head>`)
