import type { TypedDocumentString } from '../generated/graphql.ts'

/** The data that a document returns. */
export type ResultOf<Document> = Document extends TypedDocumentString<infer Data, infer _Variables> ? Data : never

/** A document that returns data for variables. */
export type OperationDocument<Data, Variables> = TypedDocumentString<Data, Variables>
