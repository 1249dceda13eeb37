import type { Call, HttpRequest, HttpResponse } from '../../exchange';
import { findErrorCode } from '../../protocol';
import { withQuery } from '../parameters';
import { readRecordAnswer } from './record-answer';
import type { RecordedEvent } from './recorded-event';
import { REFUSALS, type Refusal } from './refusal';
import { DEFAULT_RECORD_FORMAT, type SeesOptions } from './sees-options';
import { DEFAULT_SEES_RULES, type SeesRules } from './sees-rules';
import { tokenRequest, type TokenRequestFacts } from './token-request';

export type Asked<T> =
  { readonly kind: 'answer'; readonly value: T } | { readonly kind: 'fault'; readonly refusal: Refusal };

/** SEES' two calls. Nothing an upstream wrote gets further than a documented error code or the license URL. */
export class ExpressPlayClient {
  constructor(
    private readonly options: SeesOptions,
    private readonly call: Call,
    private readonly rules: Pick<SeesRules, 'licenseUrlIn' | 'errorText'> = DEFAULT_SEES_RULES,
  ) {}

  /** Asks for a token; the answer is the license URL exactly as the service wrote it, without its line end. */
  async licenseUrl(facts: TokenRequestFacts): Promise<Asked<string>> {
    const response = await this.#send(tokenRequest(this.options, facts));
    if (response?.status !== 200) return this.#fault(REFUSALS.tokenFailed, response);
    const url = this.rules.licenseUrlIn(response.body.toString('utf8'));
    return url === undefined ? this.#fault(REFUSALS.tokenUnusable, response) : { kind: 'answer', value: url };
  }

  /** Asks what was logged under a cookie (B7). */
  async events(cookie: string): Promise<Asked<RecordedEvent[]>> {
    const { recordUrl, customerAuthenticator, record = DEFAULT_RECORD_FORMAT } = this.options;
    const url = withQuery(recordUrl, [
      ['customerAuthenticator', customerAuthenticator],
      ['cookie', cookie],
    ]);
    const response = await this.#send({
      method: 'GET',
      url,
      headers: { accept: 'application/json' },
      body: Buffer.alloc(0),
    });
    if (response?.status !== 200) return this.#fault(REFUSALS.recordsFailed, response);
    const events = readRecordAnswer(response.body.toString('utf8'), record);
    return events === undefined ? this.#fault(REFUSALS.recordsFailed, response) : { kind: 'answer', value: events };
  }

  /** Undefined: no complete answer came, whatever the reason; SEES refuses and stays up. */
  async #send(request: HttpRequest): Promise<HttpResponse | undefined> {
    try {
      return await this.call(request);
    } catch {
      return undefined;
    }
  }

  #fault(own: Refusal, response: HttpResponse | undefined): { kind: 'fault'; refusal: Refusal } {
    if (response === undefined) return { kind: 'fault', refusal: own };
    const answer = response.body.toString('utf8');
    const { error, errorText } = REFUSALS.upstream(own, findErrorCode(answer));
    return { kind: 'fault', refusal: { error, errorText: this.rules.errorText(errorText, answer) } };
  }
}
