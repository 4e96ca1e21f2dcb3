import { type Admit, shareNameOf } from '../auth/admission.ts'
import type { CheckOrigin } from '../http/hosts.ts'
import type { Incoming } from '../http/incoming.ts'
import type { Load } from '../limits/load.ts'

/** Options of the checks that requests have to pass. */
export interface GateOptions {
  readonly checkOrigin: CheckOrigin
  /**
   * Counts the request as load until its response is sent; if undefined, it is neither counted nor rejected under load.
   */
  readonly load?: Load
  readonly admit: Admit
}

/** Checks a request and determines its caller. */
export type PassGate = (incoming: Incoming) => Promise<void>

/** Creates the checks of all routes except health: origin, load, credentials and rate, in this order. */
export const makeGate =
  ({ checkOrigin, load, admit }: GateOptions): PassGate =>
  async (incoming) => {
    const { headers, address, record } = incoming
    checkOrigin(incoming)
    if (load) {
      record.endLoad = load.begin()
      record.atEnd(record.endLoad)
    }
    record.caller = await admit(headers.get('authorization'), address)
    record.share = shareNameOf(record.caller, address)
  }
