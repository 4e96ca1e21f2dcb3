import { builder } from '../../graphql/builder.ts'
import { defineStoredEnum } from '../../graphql/storedEnum.ts'
import { cancelType, feedbackTypes } from './kinds.ts'

/** Rating of a reply by a user. */
export const FeedbackType = defineStoredEnum('FeedbackType', 'Rating of a reply by a user.', feedbackTypes, {
  LIKE: 'The user liked the reply.',
  DISLIKE: 'The user disliked the reply.',
})

/** The types that can be recorded. {@link FeedbackType} has the types that are stored. */
export const RecordFeedbackType = builder.enumType('RecordFeedbackType', {
  description: 'Rating of a reply by a user, or the withdrawal of a rating.',
  values: {
    LIKE: { value: feedbackTypes.LIKE, description: 'The user liked the reply.' },
    DISLIKE: { value: feedbackTypes.DISLIKE, description: 'The user disliked the reply.' },
    CANCEL: {
      value: cancelType,
      description:
        'The user withdrew the feedback: the stored record with the same `feedbackId` is deleted, so that lists, statistics, metrics and exports no longer include it. Subscriptions deliver no event for it. If no such record is stored, nothing changes.',
    },
  },
})
