import { renderGraphiQL } from '@graphql-yoga/render-graphiql'
import type { GraphiQLOptions } from 'graphql-yoga'
import { listExamples } from './examples.ts'

/** GraphiQL as a newcomer meets it: with a tab for each example. */
export const makeGraphiqlOptions = (now: Date): GraphiQLOptions => ({
  title: 'Botlens',
  defaultTabs: listExamples(now).map((tab) => ({ ...tab })),
})

/** The page: scripts, styles and icons are in it, so that it works without a network. */
export const renderGraphiqlPage = (options?: GraphiQLOptions): string => renderGraphiQL(options)
