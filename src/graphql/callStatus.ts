import { defineStoredEnum } from './storedEnum.ts'

/** How a call of a model ended. */
export const CallStatus = defineStoredEnum('CallStatus', 'How a call of a model ended.', {
  SUCCESS: { value: 'success', description: 'The model answered.' },
  ERROR: { value: 'error', description: 'The call failed.' },
  PENDING: { value: 'pending', description: 'The call still runs, or that it ended was never recorded.' },
  TIMEOUT: { value: 'timeout', description: 'The model did not answer in time.' },
})
