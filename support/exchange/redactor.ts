/** What kind of secret a value is; it becomes the visible tag, e.g. `<contentKey #2>`. */
export type SecretKind =
  | 'authenticator'
  | 'contentKey'
  | 'iv'
  | 'kek'
  | 'ek'
  | 'token'
  | 'device'
  | 'sessionKey'
  | 'privateKey';

/** Replaces every secret it was told of, in every form it can take on the wire, by a stable tag. */
export class Redactor {
  /** Makes a value known; the same value keeps its tag. Bytes are also found as hex and base64. */
  learn(_kind: SecretKind, _value: string | Buffer): void {
    throw new Error('not written yet');
  }

  /** `text` without any known secret, and with the documented secret parameters masked even where their value is unknown. */
  text(_text: string): string {
    throw new Error('not written yet');
  }
}
