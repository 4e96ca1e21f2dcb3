import type { graphql as Typed } from '../generated/gql.ts'

/**
 * Marks the text of a document, which `npm run generate` types. At run time a document is its text: unlike the generated
 * function, which contains every document of the page, this one leaves each with the view that uses it. Fragments of
 * other documents are added by `withFragments`.
 */
export const graphql = ((text: string) => text) as unknown as typeof Typed
