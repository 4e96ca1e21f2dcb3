import type { OperationDocument } from '../api/resultOf.ts'

/** A record of an event. Those of messages name its role. */
export interface LiveRecord {
  readonly id: string
  readonly role?: string | null
}

/** The data of an event of any of the subscriptions: a record, or the key metrics. */
export interface LiveData {
  readonly event: { readonly record?: LiveRecord; readonly overview?: unknown }
}

/** A subscription that a view needs. */
export interface LiveSubscription {
  readonly document: OperationDocument<LiveData, Readonly<Record<string, unknown>>>
  readonly variables: Readonly<Record<string, unknown>>
  /** Whether the first event is the current state, rather than a change. Such a subscription cannot be resumed. */
  readonly beginsWithState: boolean
}

/**
 * State of the stream of events: `off` if nothing is subscribed to, `periodic` if the server refuses subscriptions, so
 * that the page refreshes regularly instead.
 */
export type LiveStatus = 'off' | 'connecting' | 'live' | 'reconnecting' | 'periodic' | 'paused'
