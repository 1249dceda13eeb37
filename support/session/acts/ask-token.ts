import type { Flaw, HttpRequest, TokenStimulus } from '../../exchange';
import { tokenAnswer } from '../../checks';
import { tokenOf } from '../../protocol';
import { NotObservableError } from '../blocked';
import type { TokenGrant } from '../grant';
import type { Scenario } from '../scenario';
import { settle } from './settle';

/** The value of a parameter; `raw` goes out as it stands, anything else is escaped. Several: the parameter is repeated. */
export type ParameterValue = string | { readonly raw: string } | readonly string[];

/** By name; undefined leaves a parameter out. */
export type TokenParameters = Readonly<Record<string, ParameterValue | undefined>>;

export interface TokenOrder {
  /** What it is about, in words. */
  readonly purpose: string;
  readonly parameters: TokenParameters;
  /** Default: a client of its own. */
  readonly flow?: string;
  /** Default GET. */
  readonly method?: 'GET' | 'POST';
  /** Default: that of the token service. */
  readonly url?: string;
  readonly format?: 'json' | 'html';
  readonly variation?: Flaw;
  readonly flaw?: Flaw;
  readonly twin?: number;
  readonly codes?: readonly number[];
  /** Default: true without a flaw. */
  readonly valid?: boolean;
  /** For a token to be redeemed: what it was asked for. */
  readonly contentID?: string;
  readonly requestType?: 1 | 2 | 3;
  readonly cookie?: string;
}

/**
 * Asks the token service for a token, as SEES does (T2, B2, B11). Resolves whatever came of it; the journal tells.
 * @throws {NotObservableError} when the harness may not ask
 */
export async function askToken(scenario: Scenario, order: TokenOrder): Promise<TokenGrant> {
  const { token: call, tokenUrl } = scenario.run.target.expressplay;
  if (call === undefined) throw new NotObservableError('the harness has no way to the token service of its own');
  const { flow = 'the harness', method = 'GET', purpose, flaw, format } = order;
  const stimulus: TokenStimulus = {
    kind: 'token',
    flow,
    purpose,
    valid: order.valid ?? flaw === undefined,
    format,
    ...(order.variation === undefined ? {} : { variation: order.variation }),
    ...(flaw === undefined ? {} : { flaw }),
    ...(order.twin === undefined ? {} : { twin: order.twin }),
    ...(order.codes === undefined ? {} : { codes: order.codes }),
  };
  const request = requestOf(order.url ?? tokenUrl, method, written(order.parameters));
  await scenario.run.turn('expressplay');
  const exchange = scenario.journal.begin({ operation: 'token', from: 'client', to: 'expressplay', request, stimulus });
  await settle(exchange, call(request, { signal: scenario.run.signal }));
  // A connection that is closed on a wrong request is an answer of a kind, and no sign that nobody is there.
  if (exchange.failure === undefined || flaw === undefined) scenario.run.heed([exchange]);
  const url = tokenAnswer(exchange);
  const token = url === undefined ? undefined : tokenOf(url);
  if (token !== undefined) scenario.run.redactor.learn('token', token);
  const { contentID = scenario.run.titles.main.contentID, requestType = 1, cookie } = order;
  const asked = { flow, device: flow, contentID, requestType, ...(cookie === undefined ? {} : { cookie }) };
  return { exchange, stimulus: asked, url };
}

function requestOf(url: string, method: 'GET' | 'POST', form: string): HttpRequest {
  if (method === 'POST') {
    const headers = { 'content-type': 'application/x-www-form-urlencoded' };
    return { method, url, headers, body: Buffer.from(form) };
  }
  return { method, url: form === '' ? url : `${url}?${form}`, headers: {}, body: Buffer.alloc(0) };
}

function written(parameters: TokenParameters): string {
  return Object.entries(parameters)
    .flatMap(([name, value]) => {
      if (value === undefined) return [];
      if (typeof value === 'string') return [`${name}=${encodeURIComponent(value)}`];
      if ('raw' in value) return [`${name}=${value.raw}`];
      return value.map((one) => `${name}=${encodeURIComponent(one)}`);
    })
    .join('&');
}
