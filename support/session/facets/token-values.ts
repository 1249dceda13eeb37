import { unwrapContentKey, wrapContentKey } from '../../protocol';
import type { ParameterValue, TokenParameters } from '../acts/ask-token';
import { NotObservableError } from '../blocked';
import type { Scenario } from '../scenario';

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;

/** What made-up texts consist of. */
const CHARACTERS: Readonly<Record<string, string>> = {
  characters: 'Ab0-',
  'characters beyond hex': 'xyz_',
  'characters that are escaped': 'a b&c+%=',
};

/** Of the value that the plainest request has. */
const DERIVED: Readonly<Record<string, (sound: string) => string>> = {
  '(in capitals)': (sound) => sound.toUpperCase(),
  '(without its last character)': (sound) => sound.slice(0, -1),
  '(with another last character)': (sound) => `${sound.slice(0, -1)}${sound.endsWith('0') ? '1' : '0'}`,
};

/** The parameters of sound token requests, and the values that tables of the features name in words. */
export class TokenValues {
  /** Made up for this scenario: 16 bytes each as hex. */
  readonly #key: string;
  readonly #kek: string;
  readonly #kid: string;
  readonly #cookie: string;

  constructor(private readonly scenario: Scenario) {
    this.#key = this.#secret('contentKey');
    this.#kek = this.#secret('kek');
    this.#kid = scenario.identities.key().toString('hex');
    this.#cookie = scenario.identities.cookie();
  }

  /** As little as a token request can be (FP-TOK); the title is the main one, so that a license for it opens. */
  plain(format?: 'json' | 'html'): TokenParameters {
    const { contentKey, iv } = this.scenario.run.titles.main;
    const { customerAuthenticator } = this.scenario.run.target.known;
    if (customerAuthenticator === undefined)
      throw new NotObservableError('no authenticator is configured (expressplay.customerAuthenticator)');
    return { customerAuthenticator, errorFormat: format, contentKey, iv };
  }

  /** Every documented optional parameter with a sound value. */
  full(format?: 'json' | 'html'): TokenParameters {
    return {
      // html is what counts where the parameter is absent; here it is said.
      ...this.plain(format ?? 'html'),
      expirationTime: '+600',
      cookie: this.#cookie,
      kid: this.#kid,
      generalFlags: '0000',
      rentalDuration: '0',
      fpExtension: 'wudo,AAAA',
    };
  }

  /** The key wrapped by a key that comes along. */
  wrapped(format?: 'json' | 'html'): TokenParameters {
    return { ...this.plain(format), ...this.keyData('kek with ek') };
  }

  /** The value that a table's cell names: words in parentheses are made up here, anything else is meant to the letter. */
  named(cell: string): ParameterValue | undefined {
    const words = /^\((.*)\)$/.exec(cell)?.[1];
    if (words === undefined) return cell;
    const fixed = this.#fixed()[words];
    if (fixed !== undefined) return fixed();
    const [, caret, count, kind = ''] =
      /^(\^ and )?(\d+) (digits|characters|characters beyond hex|characters that are escaped|characters, the last beyond hex)$/.exec(
        words,
      ) ?? [];
    if (count === undefined) throw new Error(`"${cell}" is no value that tables may name`);
    const length = Number(count);
    if (kind === 'characters, the last beyond hex') return `${this.#digits(length - 1)}g`;
    const text = kind === 'digits' ? this.#digits(length) : (CHARACTERS[kind] ?? '').repeat(length);
    return (caret === undefined ? '' : '^') + text.slice(0, length);
  }

  /** The value that a table's cell makes of the sound one; undefined: the cell says nothing of the kind. */
  derived(parameter: string, cell: string, sound: string): ParameterValue | undefined {
    const text = DERIVED[cell]?.(sound);
    // Nearly the secret, or the secret itself.
    const kind = parameter === 'contentKey' || parameter === 'iv' ? parameter : 'authenticator';
    if (text !== undefined) this.scenario.run.redactor.learn(kind, text);
    return text;
  }

  /** The ways in which a request may give its key, right and wrong ones. */
  keyData(words: string): TokenParameters {
    const none = { contentKey: undefined, kid: undefined, kek: undefined, ek: undefined };
    const hex = (text: string): Buffer => Buffer.from(text, 'hex');
    const ek = wrapContentKey(hex(this.#kek), hex(this.#key)).toString('hex');
    this.scenario.run.redactor.learn('ek', ek);
    switch (words) {
      case 'contentKey with kid':
        return { ...none, contentKey: this.#key, kid: this.#kid };
      case 'kek with ek':
        return { ...none, kek: this.#kek, ek };
      case 'kek alone':
        return { ...none, kek: this.#kek };
      case 'kek with both kid and ek':
        return { ...none, kek: this.#kek, kid: this.#kid, ek };
      case 'kek with an unknown kid':
        return { ...none, kek: this.#kek, kid: this.#kid };
      case 'kek with an ek of half its length':
        return { ...none, kek: this.#kek, ek: ek.slice(0, 24) };
      case 'kek with an ek that another key wrapped':
        return { ...none, kek: this.#secret('kek'), ek };
      case 'kek with the kid of a stored key':
        return { ...none, kek: this.#stored().kek, kid: this.#stored().kid };
      case 'the stored key with its kid':
        return { ...none, contentKey: this.#stored().contentKey, kid: this.#stored().kid };
      case 'another key with that kid':
        return { ...none, contentKey: this.#key, kid: this.#stored().kid };
      default:
        throw new Error(`"${words}" is no key data that tables may name`);
    }
  }

  /** An authenticator that nobody has. */
  unknownAuthenticator(): string {
    const text = `4711,${this.scenario.identities.key().toString('hex')}`;
    this.scenario.run.redactor.learn('authenticator', text);
    return text;
  }

  /** The right authenticator with another last character: for whoever looks at its beginning only. */
  almostRightAuthenticator(): string {
    const { customerAuthenticator: right = '' } = this.scenario.run.target.known;
    const text = right.slice(0, -1) + (right.endsWith('0') ? '1' : '0');
    this.scenario.run.redactor.learn('authenticator', text);
    return text;
  }

  #fixed(): Readonly<Record<string, () => ParameterValue | undefined>> {
    const now = this.scenario.run.target.clock.now();
    const at = (ms: number): string => new Date(ms).toISOString().replace(/\.\d+Z$/, 'Z');
    return {
      absent: () => undefined,
      empty: () => '',
      unknown: () => this.unknownAuthenticator(),
      'an hour ago': () => at(now - HOUR_MS),
      'an hour ahead': () => at(now + HOUR_MS),
      'an hour ahead, to the millisecond': () => new Date(now + HOUR_MS).toISOString(),
      '29 days ahead': () => at(now + 29 * 24 * HOUR_MS),
      'an hour ahead, without Z': () => at(now + HOUR_MS).replace('Z', ''),
      '+600 with its plus bare': () => ({ raw: '+600' }),
      '31 days': () => '+2678400',
      "tomorrow at 25 o'clock": () => at(now + DAY_MS).replace(/T\d\d/, 'T25'),
      'wudo,AAAA and wuda,AAAA': () => ['wudo,AAAA', 'wuda,AAAA'],
      'wudo,AAAA and abc,AAAA': () => ['wudo,AAAA', 'abc,AAAA'],
    };
  }

  /** A key in the key storage that can be unwrapped here. */
  #stored(): { kid: string; kek: string; contentKey: string } {
    for (const { kid, kek, ek } of this.scenario.run.target.fixtures.keyStore) {
      if (kek === undefined) continue;
      const contentKey = unwrapContentKey(Buffer.from(kek, 'hex'), Buffer.from(ek, 'hex'))?.toString('hex');
      if (contentKey === undefined) continue;
      this.scenario.run.redactor.learn('kek', kek);
      this.scenario.run.redactor.learn('contentKey', contentKey);
      return { kid, kek, contentKey };
    }
    throw new NotObservableError('no stored key is configured together with its kek (expressplay.keyStore)');
  }

  #digits(length: number): string {
    const digits = Buffer.concat([this.scenario.identities.key(), this.scenario.identities.key()]).toString('hex');
    this.scenario.run.redactor.learn('contentKey', digits.slice(0, length));
    return digits.slice(0, length);
  }

  #secret(kind: 'contentKey' | 'kek'): string {
    const text = this.scenario.identities.key().toString('hex');
    this.scenario.run.redactor.learn(kind, text);
    return text;
  }
}
