import type { SecretKind } from '../../exchange';
import type { Configuration } from './configuration';

/** A value that must never be shown, with the kind the redactor tags it by. */
export interface Secret {
  readonly kind: SecretKind;
  /** Text as it would travel; key material as 32 hex digits. */
  readonly value: string;
}

/** Everything secret in a configuration: tell it to the redactor before the first exchange. */
export function secretsOf(_configuration: Configuration): Secret[] {
  throw new Error('not written yet');
}
