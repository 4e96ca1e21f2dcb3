import type { Admit } from '../access/admission.ts'
import type { Load } from '../limits/load.ts'
import type { CheckOrigin } from './hosts.ts'
import type { Incoming } from './incoming.ts'

/** What every request for callers has to pass. */
export interface GateOptions {
  readonly checkOrigin: CheckOrigin
  readonly load: Load
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
    const end = load.begin()
    try {
      record.caller = await admit(headers.get('authorization'), address)
    } finally {
      end()
    }
  }
