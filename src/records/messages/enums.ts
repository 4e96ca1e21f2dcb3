import { defineStoredEnum } from '../../graphql/storedEnum.ts'

/** How the handling of a message ended. */
export const MessageStatus = defineStoredEnum('MessageStatus', 'How the handling of a message ended.', {
  SUCCESS: { value: 'success', description: 'The message was handled.' },
  ERROR: { value: 'error', description: 'Handling the message failed.' },
  PENDING: {
    value: 'pending',
    description: 'The message is still being handled, or that it ended was never recorded.',
  },
})

/** Severity of a message. */
export const MessageLevel = defineStoredEnum('MessageLevel', 'Severity of a message.', {
  DEBUG: { value: 'debug', description: 'Of interest to developers only.' },
  INFO: { value: 'info', description: 'An ordinary message.' },
  WARNING: { value: 'warning', description: 'Something was not as it should be.' },
  ERROR: { value: 'error', description: 'Something failed.' },
})

/** Who speaks in a message. */
export const MessageRole = defineStoredEnum('MessageRole', 'Who speaks in a message.', {
  USER: { value: 'user', description: 'The user.' },
  ASSISTANT: { value: 'assistant', description: 'The bot.' },
})
