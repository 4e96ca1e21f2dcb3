import { defineStoredEnum } from '../../graphql/storedEnum.ts'
import { messageLevels, messageRoles, messageStatuses } from './kinds.ts'

/** Outcome of handling a message. */
export const MessageStatus = defineStoredEnum('MessageStatus', 'Outcome of handling a message.', messageStatuses, {
  SUCCESS: 'The message was handled successfully.',
  ERROR: 'Handling the message failed.',
  PENDING: 'The message is still being handled, or its outcome was never recorded.',
})

/** Severity of a message. */
export const MessageLevel = defineStoredEnum(
  'MessageLevel',
  'Severity of a message, as set by the client that records it. Independent of its status.',
  messageLevels,
  {
    DEBUG: 'Information for debugging.',
    INFO: 'Normal operation.',
    WARNING: 'A problem that did not prevent the message from being handled.',
    ERROR: 'A problem that prevented the message from being handled.',
  },
)

/** Author of a message. */
export const MessageRole = defineStoredEnum('MessageRole', 'Author of a message.', messageRoles, {
  USER: 'The user.',
  ASSISTANT: 'The bot.',
})
