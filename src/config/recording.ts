/** How records are stored. */
export interface RecordingSettings {
  /** After how many minutes without a message a session is no longer active. */
  readonly sessionIdleMinutes: number
  /** Whether images, voice and files inside of messages are stored, not only described. */
  readonly keepMedia: boolean
}

/** The settings of a server that was told nothing else. */
export const defaultRecording: RecordingSettings = { sessionIdleMinutes: 30, keepMedia: false }

/** The time since which a session must have had a message to be active. */
export const idleSince = ({ sessionIdleMinutes }: RecordingSettings, now: Date): Date =>
  new Date(now.getTime() - sessionIdleMinutes * 60_000)

/** The retention cutoff: older data is deleted; undefined if retention is off. */
export const retainedSince = (retentionDays: number | undefined, now: Date): Date | undefined =>
  retentionDays === undefined ? undefined : new Date(now.getTime() - retentionDays * 86_400_000)
