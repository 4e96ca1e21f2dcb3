import { callStatuses } from '../shared/callStatuses.ts'
import { defineStoredEnum } from './storedEnum.ts'

/** Outcome of a model or tool call. */
export const CallStatus = defineStoredEnum('CallStatus', 'Outcome of a model or tool call.', callStatuses, {
  SUCCESS: 'The call succeeded.',
  ERROR: 'The call failed.',
  PENDING: 'The call is still running, or its outcome was never recorded.',
  TIMEOUT: 'The call timed out.',
})
