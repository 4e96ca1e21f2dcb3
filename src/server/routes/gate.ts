import type { Admit } from '../auth/admission.ts'
import type { CheckOrigin } from '../http/hosts.ts'
import type { Incoming } from '../http/incoming.ts'
import type { Load } from '../limits/load.ts'

/** What every request for callers has to pass. */
export interface GateOptions {
  readonly checkOrigin: CheckOrigin
  /** Counts the request as load until its response is sent; absent: it neither counts nor is rejected under load. */
  readonly load?: Load
  readonly admit: Admit
}

/** Checks a request and finds its caller. */
export type PassGate = (incoming: Incoming) => Promise<void>

/** Makes the checks of all routes but those of health: origin, load, credentials and rate, in this order. */
export const makeGate =
  ({ checkOrigin, load, admit }: GateOptions): PassGate =>
  async (incoming) => {
    const { headers, address, record } = incoming
    checkOrigin(incoming)
    if (load) record.atEnd(load.begin())
    record.caller = await admit(headers.get('authorization'), address)
  }
