import type { SecretKind } from './redactor';

/** Parameters whose values are secret by the documents, whether we know the value or not. Names in lower case. */
const KINDS: ReadonlyMap<string, SecretKind> = new Map<string, SecretKind>([
  ['customerauthenticator', 'authenticator'],
  ['contentkey', 'contentKey'],
  ['iv', 'iv'],
  ['kek', 'kek'],
  ['ek', 'ek'],
  ['expressplaytoken', 'token'],
  ['deviceid', 'device'],
  ['device_id', 'device'],
  // Not of the documents, but what gateways in front of a service ask for in URLs.
  ['apikey', 'credential'],
  ['api_key', 'credential'],
  ['api-key', 'credential'],
  ['access_token', 'credential'],
  ['client_secret', 'credential'],
  ['password', 'credential'],
]);

const TAG = '<(?:part of )?[a-zA-Z]+(?: #\\d+)?>';

interface Patterns {
  readonly parameter: RegExp;
  readonly member: RegExp;
}

function patternsOf(names: Iterable<string>): Patterns {
  const any = [...names].map((name) => name.replace(/[^\w]/g, '\\$&')).join('|');
  return {
    // `name=value` in a query or a form, also inside a URL that is itself a parameter.
    parameter: new RegExp(
      `(?:(?<![A-Za-z0-9_])|(?<=%[0-9A-F]{2}))(${any})(=|%3D)((?:${TAG}|(?!%26)[^&\\s"'<>#;\\\\])+)`,
      'gi',
    ),
    // `"name": value` in JSON, also in JSON that is a string of other JSON; an unfinished string counts to its end.
    member: new RegExp(
      `((?<!\\\\)(\\\\*)"(${any})\\\\*"\\s*:\\s*)(?:"((?:[^"\\\\]|\\\\[^])*)|\\\\+"((?:[^"\\\\])*)|(\\[[^\\]]*\\]?)|([^\\s",\\[\\]{}\\\\]+))`,
      'gi',
    ),
  };
}

const PRIVATE_KEY = /-----BEGIN ([A-Z0-9 ]{0,40})PRIVATE KEY-----[^]*?(?:-----END [A-Z0-9 ]{0,40}PRIVATE KEY-----|$)/g;

/** User name and password before the host of a URL, also where JSON escapes its slashes. */
const USER = /\b(https?:(?:\\?\/){2})[^\s/?#@"'<>\\]+@/gi;

const ONE_TAG = new RegExp(`^${TAG}$`);
const HARMLESS = /^(?:null|true|false)$/;

const STANDARD = patternsOf(KINDS.keys());

/** Masks secret parameters, private keys and passwords in URLs by where they stand: nobody announced them. */
export class ParameterMask {
  readonly #kinds = new Map(KINDS);
  #patterns = STANDARD;

  /** Names another parameter (or JSON member) whose values are secret. */
  add(name: string, kind: SecretKind): void {
    if (name === '' || this.#kinds.has(name.toLowerCase())) return;
    this.#kinds.set(name.toLowerCase(), kind);
    this.#patterns = patternsOf(this.#kinds.keys());
  }

  apply(text: string): string {
    // Most texts hold no value at all, and five expressions cost more than one.
    if (!/[=:]|%3D|-----BEGIN/i.test(text)) return text;
    return text
      .replace(PRIVATE_KEY, '<privateKey>')
      .replace(USER, '$1<hidden>@')
      .replace(
        this.#patterns.parameter,
        (_all, name: string, equals: string, value: string) => name + equals + this.#mask(name, value),
      )
      .replace(this.#patterns.member, (...found: (string | undefined)[]) => this.#member(found));
  }

  #member([all = '', head = '', , name = '', plain, escaped, list, bare]: readonly (string | undefined)[]): string {
    const value = plain ?? escaped ?? list ?? bare ?? '';
    if (value === '' || (bare !== undefined && HARMLESS.test(bare))) return all;
    // What stands between the colon and the value: the quote, with its backslashes where there are any.
    const quote = all.slice(head.length, all.length - value.length);
    return head + quote + this.#mask(name, value);
  }

  /** A value that is one tag already keeps it: the tag says more. */
  #mask(name: string, value: string): string {
    return ONE_TAG.test(value) ? value : `<${this.#kinds.get(name.toLowerCase()) ?? 'token'}>`;
  }
}

const standard = new ParameterMask();

/** For text of before any secret is known. */
export function maskParameters(text: string): string {
  return standard.apply(text);
}
