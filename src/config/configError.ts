import { OperatorError } from '../shared/errors.ts'

/** Settings that cannot be used: the message names every one, with what was given and what is allowed. */
export class ConfigError extends OperatorError {
  override readonly name = 'ConfigError'
}
