import { z } from 'zod'
import { wholeNumber } from './settingTypes.ts'

/** The environment variables of live events. */
export const liveEnvironment = {
  LIVE_RETENTION_MINUTES: wholeNumber(1, 10_080, 60).describe(
    'Minutes for which live events are kept, within which a subscription can be resumed',
  ),
}

/** Settings of live events. */
export interface LiveSettings {
  /** Minutes for which live events are kept. */
  readonly retentionMinutes: number
}

/** Reads the settings of live events from an environment. */
export const readLive = (env: z.infer<z.ZodObject<typeof liveEnvironment>>): LiveSettings => ({
  retentionMinutes: env.LIVE_RETENTION_MINUTES,
})

/** The default settings of live events. */
export const defaultLive: LiveSettings = readLive(z.object(liveEnvironment).parse({}))
