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
]);

const NAMES = [...KINDS.keys()].join('|');
const TAG = '<(?:part of )?[a-zA-Z]+(?: #\\d+)?>';

/** `name=value` in a query or a form, also inside a URL that is itself a parameter. */
const PARAMETER = new RegExp(
  `(?:(?<![A-Za-z0-9_])|(?<=%[0-9A-F]{2}))(${NAMES})(=|%3D)((?:${TAG}|(?!%26)[^&\\s"'<>#;\\\\])+)`,
  'gi',
);

/** `"name": value` in JSON, also in JSON that is a string of other JSON; an unfinished string counts to its end. */
const MEMBER = new RegExp(
  `((?<!\\\\)(\\\\*)"(${NAMES})\\\\*"\\s*:\\s*)(?:"((?:[^"\\\\]|\\\\[^])*)|\\\\+"((?:[^"\\\\])*)|(\\[[^\\]]*\\]?)|([^\\s",\\[\\]{}\\\\]+))`,
  'gi',
);

const PRIVATE_KEY = /-----BEGIN ([A-Z0-9 ]{0,40})PRIVATE KEY-----[^]*?(?:-----END [A-Z0-9 ]{0,40}PRIVATE KEY-----|$)/g;

/** User name and password before the host of a URL, also where JSON escapes its slashes. */
const USER = /\b(https?:(?:\\?\/){2})[^\s/?#@"'<>\\]+@/gi;

const ONE_TAG = new RegExp(`^${TAG}$`);
const HARMLESS = /^(?:null|true|false)$/;

/** Masks the documented secret parameters, private keys and passwords in URLs by where they stand: nobody announced them. */
export function maskParameters(text: string): string {
  // Most texts hold no value at all, and five expressions cost more than one.
  if (!/[=:]|%3D|-----BEGIN/i.test(text)) return text;
  return text
    .replace(PRIVATE_KEY, '<privateKey>')
    .replace(USER, '$1<hidden>@')
    .replace(PARAMETER, (_all, name: string, equals: string, value: string) => name + equals + mask(name, value))
    .replace(
      MEMBER,
      (
        all: string,
        head: string,
        _slashes,
        name: string,
        plain?: string,
        escaped?: string,
        list?: string,
        bare?: string,
      ) => {
        const value = plain ?? escaped ?? list ?? bare ?? '';
        if (value === '' || (bare !== undefined && HARMLESS.test(bare))) return all;
        // What stands between the colon and the value: the quote, with its backslashes where there are any.
        const quote = all.slice(head.length, all.length - value.length);
        return head + quote + mask(name, value);
      },
    );
}

/** A value that is one tag already keeps it: the tag says more. */
function mask(name: string, value: string): string {
  return ONE_TAG.test(value) ? value : `<${KINDS.get(name.toLowerCase()) ?? 'token'}>`;
}
