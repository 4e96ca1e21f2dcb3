import { z } from 'zod'
import { optionalText, optionalWebUrl, wholeNumber } from './settingTypes.ts'

/** The environment variables of logs and traces. */
export const observabilityEnvironment = {
  SLOW_OPERATION_MS: wholeNumber(1, 3_600_000, 1000).describe(
    'Duration in milliseconds from which an operation is logged as slow',
  ),
  OTEL_EXPORTER_OTLP_ENDPOINT: optionalWebUrl('http://collector:4318').describe(
    'URL of an OpenTelemetry collector, to which traces are sent',
  ),
  OTEL_EXPORTER_OTLP_TRACES_ENDPOINT: optionalWebUrl('http://collector:4318/v1/traces').describe(
    "URL to which traces are sent, if it differs from the collector's default",
  ),
  OTEL_TRACES_EXPORTER: optionalText().describe('The value none disables traces'),
  OTEL_SDK_DISABLED: optionalText().describe('The value true disables traces'),
}

/** Settings of logs and traces. */
export interface ObservabilitySettings {
  /** Minimum duration of an operation that is logged as slow, in milliseconds. */
  readonly slowMs: number
  /** Whether the standard OpenTelemetry settings configure a trace collector. Its libraries read the other settings. */
  readonly traces: boolean
}

/** Reads the settings of logs and traces. */
export const readObservability = (
  env: z.infer<z.ZodObject<typeof observabilityEnvironment>>,
): ObservabilitySettings => ({
  slowMs: env.SLOW_OPERATION_MS,
  traces:
    env.OTEL_SDK_DISABLED?.toLowerCase() !== 'true' &&
    env.OTEL_TRACES_EXPORTER !== 'none' &&
    (env.OTEL_EXPORTER_OTLP_ENDPOINT ?? env.OTEL_EXPORTER_OTLP_TRACES_ENDPOINT) !== undefined,
})

/** The default settings of logs and traces. */
export const defaultObservability: ObservabilitySettings = readObservability(
  z.object(observabilityEnvironment).parse({}),
)
