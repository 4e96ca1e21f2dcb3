import { defineLinkedRecord } from '../../graphql/linkedRecord.ts'
import { turnOfMessage } from '../definition/turnLinks.ts'
import { turnSource } from './source.ts'

/**
 * Loads the turns of messages by the messages' ids, with the given fields. The value is null for an unknown message.
 */
export const turnByMessageId = defineLinkedRecord('Turn', turnSource, turnOfMessage)
