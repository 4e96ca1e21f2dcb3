import { callStatuses } from '../shared/callStatuses.ts'
import { defineStoredEnum } from './storedEnum.ts'

/** Outcome of a model or tool call. */
export const CallStatus = defineStoredEnum('CallStatus', 'Outcome of a model or tool call.', callStatuses, {
  SUCCESS: 'The call succeeded.',
  ERROR: 'The call failed.',
  PENDING: 'The outcome was not known when the call was recorded. A recorded call cannot be updated.',
  TIMEOUT: 'The call timed out.',
})
