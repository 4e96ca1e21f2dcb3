import { OperatorError } from '../shared/errors.ts'

/** Invalid settings. The message lists each one with the given value and what is allowed. */
export class ConfigError extends OperatorError {
  override readonly name = 'ConfigError'
}
