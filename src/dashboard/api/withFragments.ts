import type { OperationDocument } from './resultOf.ts'

/** Adds the fragments that a document uses: at run time, a document is its text alone. */
export const withFragments = <Data, Variables>(
  document: OperationDocument<Data, Variables>,
  ...fragments: readonly { toString(): string }[]
): OperationDocument<Data, Variables> =>
  [document, ...fragments].map(String).join('') as unknown as OperationDocument<Data, Variables>
