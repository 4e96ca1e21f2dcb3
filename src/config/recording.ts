import { day, minute } from '../shared/duration.ts'

/** Settings of recording. */
export interface RecordingSettings {
  /** Minutes without a message after which a session is no longer active. */
  readonly sessionIdleMinutes: number
  /** Whether images, voice and files in messages are stored, instead of only their description. */
  readonly keepMedia: boolean
}

/** The default settings of recording. */
export const defaultRecording: RecordingSettings = { sessionIdleMinutes: 30, keepMedia: false }

/** The idle cutoff: a session whose last message is older is idle. */
export const idleSince = ({ sessionIdleMinutes }: RecordingSettings, now: Date): Date =>
  new Date(now.getTime() - sessionIdleMinutes * minute)

/** The retention cutoff. Older data is deleted; undefined if retention is off. */
export const retainedSince = (retentionDays: number | undefined, now: Date): Date | undefined =>
  retentionDays === undefined ? undefined : new Date(now.getTime() - retentionDays * day)
