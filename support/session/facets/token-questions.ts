import type { Flaw } from '../../exchange';
import { askToken, type TokenParameters } from '../acts/ask-token';
import { BlockedError, NotObservableError } from '../blocked';
import type { TokenGrant } from '../grant';
import type { Scenario } from '../scenario';
import { TokenValues } from './token-values';

type Format = 'json' | 'html';
type Method = 'GET' | 'POST';

/** One row of a table: a value of a parameter (or a way to give the key) and, where it is wrong, the codes that name it. */
export interface ParameterRow {
  readonly parameter: string;
  readonly value: string;
  readonly codes?: readonly number[];
}

/** What rows of a table change one thing in. */
type Kind = 'plain' | 'full' | 'wrapped';

const KINDS = {
  full: 'with every optional parameter',
  wrapped: 'with a wrapped key',
} as const;

const KEY_DATA = 'key data';
/** Every token request has these; what is wrong with them differs from the plainest request in one thing. */
const OF_THE_PLAINEST = ['customerAuthenticator', 'errorFormat', 'contentKey', 'iv'];

/** The harness in the place of SEES, before the token service. */
export class TokenQuestions {
  readonly values: TokenValues;
  readonly #twins = new Map<string, TokenGrant>();

  constructor(private readonly scenario: Scenario) {
    this.values = new TokenValues(scenario);
  }

  /** The plainest request; the twin of what follows. */
  async plain(format?: Format, method?: Method): Promise<TokenGrant> {
    const by = method === 'POST' ? ' by POST' : '';
    return askToken(this.scenario, {
      purpose: `the plainest token request${by}`,
      parameters: this.values.plain(format),
      ...(method === undefined ? {} : { method, ...(method === 'POST' ? { variation: variation('method', by) } : {}) }),
      ...formatOf(format),
    });
  }

  /** @throws {BlockedError} where not even the plainest request brings a token */
  async granted(): Promise<void> {
    mustBeGranted(await this.#twin('plain', 'json'));
  }

  /** Sound requests, one of each kind that a table of faults differs from. */
  async sound(format?: Format): Promise<void> {
    for (const kind of ['plain', 'full', 'wrapped'] as const) await this.#twin(kind, format);
  }

  /** A sound request of that kind, sent when it is first needed. */
  async #twin(kind: Kind, format: Format | undefined, method: Method = 'GET'): Promise<TokenGrant> {
    const key = `${kind} ${format ?? ''} ${method}`;
    const known = this.#twins.get(key);
    if (known !== undefined) return known;
    const twin =
      kind === 'plain'
        ? await this.plain(format, method)
        : await askToken(this.scenario, {
            purpose: `a token request ${KINDS[kind]}`,
            parameters: this.values[kind](format),
            method,
            variation: variation('sound', KINDS[kind]),
            twin: (await this.#twin('plain', format, method)).exchange.number,
            ...formatOf(format),
          });
    this.#twins.set(key, twin);
    return twin;
  }

  /** Sound requests with one fault each. */
  async faults(rows: readonly ParameterRow[], format?: Format, method: Method = 'GET'): Promise<void> {
    for (const { parameter, value, codes = [] } of rows) {
      const kind = parameter === KEY_DATA ? 'wrapped' : OF_THE_PLAINEST.includes(parameter) ? 'plain' : 'full';
      const flaw = variation(parameter, value);
      // Awaited before anything is built: sound requests go first.
      const twin = (await this.#twin(kind, format, method)).exchange.number;
      await askToken(this.scenario, {
        purpose: 'a token request with one fault',
        method,
        parameters: this.#changed(this.values[kind](format), parameter, value),
        flaw,
        twin,
        codes,
        ...formatOf(format),
      });
    }
  }

  /** Sound requests with one more value each, which the documents allow. */
  async variations(rows: readonly ParameterRow[]): Promise<void> {
    const plain = await this.#twin('plain', 'json');
    for (const { parameter, value } of rows) {
      await askToken(this.scenario, {
        purpose: 'a token request of another kind',
        parameters: this.#changed(this.values.plain('json'), parameter, value),
        variation: variation(parameter, value),
        twin: plain.exchange.number,
        format: 'json',
      });
    }
  }

  /** Requests with a device restriction: sound where the reading says that tokens can be bound. */
  async restrictedToDevice(format: Format): Promise<void> {
    const { readings } = this.scenario.run.target.known;
    const name = readings['names.deviceId'][0] ?? 'deviceid';
    const device = this.scenario.identities.hu();
    this.scenario.run.redactor.learn('device', device);
    const plain = await this.#twin('plain', format);
    const valid = readings['deviceBinding.supported'];
    const restriction = variation('device restriction', name);
    await askToken(this.scenario, {
      purpose: 'a token request that names a device',
      parameters: { ...this.values.plain(format), [name]: device.toString('hex') },
      valid,
      ...(valid ? { variation: restriction } : { flaw: restriction, codes: [-6008] }),
      twin: plain.exchange.number,
      format,
    });
  }

  /** Requests with a name in another case than the documented one. */
  async miswritten(names: readonly { readonly name: string; readonly written: string }[]): Promise<void> {
    const plain = await this.#twin('plain', 'json');
    for (const { name, written } of names) {
      const { [name]: value, ...rest } = this.values.plain('json');
      await askToken(this.scenario, {
        purpose: 'a token request with one name in another case',
        parameters: { ...rest, [written]: value },
        flaw: variation('name', `${written} for ${name}`),
        twin: plain.exchange.number,
        codes: [],
        format: 'json',
      });
    }
  }

  /** A path that no document knows, beside that of the token service. */
  async unknownPath(): Promise<void> {
    const { tokenUrl } = this.scenario.run.target.expressplay;
    const plain = await this.#twin('plain', 'json');
    await askToken(this.scenario, {
      purpose: 'a sound token request to a path that nobody knows',
      url: tokenUrl.replace(/[^/]*\/*$/, 'unknown-path'),
      parameters: this.values.plain('json'),
      flaw: variation('path', 'unknown'),
      twin: plain.exchange.number,
      codes: [],
      format: 'json',
    });
  }

  /** @throws {NotObservableError} where no account in that state can be had */
  async inState(state: string, code: number): Promise<void> {
    const { controls } = this.scenario.run.target;
    const accounts = [...(controls?.accountsInStates ?? [])];
    const account = accounts.find(([name]) => name === state);
    if (account === undefined)
      throw new NotObservableError(
        `no account is at hand that is in the state "${state}" (only the reference has one)`,
      );
    const customerAuthenticator = account[1];
    this.scenario.run.redactor.learn('authenticator', customerAuthenticator);
    const plain = await this.#twin('plain', 'json');
    await askToken(this.scenario, {
      purpose: 'a sound token request of an account that gets no tokens',
      parameters: { ...this.values.plain('json'), customerAuthenticator },
      flaw: variation('account', state),
      twin: plain.exchange.number,
      codes: [code],
      format: 'json',
    });
  }

  /**
   * A token to be redeemed, for the main title.
   * @param more parameters beside those of the plainest request
   */
  async forDevice(flow: string, purpose: string, more: TokenParameters = {}, requestType: 1 | 2 | 3 = 1) {
    const cookie = typeof more.cookie === 'string' ? more.cookie : undefined;
    return askToken(this.scenario, {
      purpose,
      flow,
      parameters: { ...this.values.plain('json'), ...more },
      format: 'json',
      requestType,
      ...(cookie === undefined ? {} : { cookie }),
    });
  }

  /** A cookie that nobody has used. */
  freshCookie(): string {
    return this.scenario.identities.cookie();
  }

  #changed(base: TokenParameters, parameter: string, value: string): TokenParameters {
    if (parameter === KEY_DATA) return { ...base, ...this.values.keyData(value) };
    const own = base[parameter];
    const changed =
      (typeof own === 'string' ? this.values.derived(parameter, value, own) : undefined) ?? this.values.named(value);
    return { ...base, [parameter]: changed };
  }
}

/** @throws {BlockedError} where the token service gave no token that could be redeemed */
export function mustBeGranted(grant: TokenGrant): TokenGrant {
  if (grant.url !== undefined) return grant;
  const { exchange } = grant;
  const why = exchange.failure?.message ?? `HTTP ${String(exchange.response?.status ?? 0)}`;
  throw new BlockedError(`the token service gave no token (exchange ${String(exchange.number)}): ${why}`);
}

function variation(parameter: string, value: string): Flaw {
  const id = `${parameter} ${value}`
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-+|-+$/g, '');
  return { id, sentence: value === '' ? parameter : `${parameter} ${value}` };
}

function formatOf(format: Format | undefined): { format?: Format } {
  return format === undefined ? {} : { format };
}
