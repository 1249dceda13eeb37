import http from 'node:http';
import axios from 'axios';
import { CHECKS } from '../../support/checks';
import {
  createTransport,
  Journal,
  type Call,
  type EntitlementStimulus,
  type HttpRequest,
} from '../../support/exchange';
import { tokenOf } from '../../support/protocol';
import { Identities, entitlementRequest, type Run } from '../../support/session';

/** As many exchanges as an ordinary scenario has. */
const A_SCENARIO = 20;

/** Sends so many requests, one after the other. */
export type Layer = (exchanges: number) => Promise<void>;

const INVARIANTS = CHECKS.filter(({ subject }) => subject === 'every');

/** The way of an exchange through the harness, each layer with all before it. */
export class Layers {
  /** What the checks said, and about how many exchanges. */
  readonly judged = { findings: 0, exchanges: 0 };
  readonly #transport = createTransport();
  readonly #agent = new http.Agent({ keepAlive: true });
  readonly #identities: Identities;
  readonly #bare: Call;

  /**
   * @param run whose redactor and knowledge of the target are used
   * @param sees address of a SEES that knows the run's titles
   */
  constructor(
    private readonly run: Run,
    private readonly sees: string,
  ) {
    this.#identities = new Identities(run.seed, run.nonce, 'bench');
    const client = axios.create({
      httpAgent: this.#agent,
      proxy: false,
      maxRedirects: 0,
      responseType: 'arraybuffer',
      validateStatus: () => true,
    });
    this.#bare = async ({ method, url, headers, body }) => {
      const answer = await client.request<Buffer>({ method, url, headers, data: body });
      return { status: answer.status, headers: {}, body: answer.data };
    };
  }

  readonly bare: Layer = (exchanges) => this.#send(exchanges, this.#bare);

  readonly transport: Layer = (exchanges) => this.#send(exchanges, this.#transport);

  readonly journal: Layer = (exchanges) => this.#journalled(exchanges, () => undefined);

  readonly checks: Layer = (exchanges) => this.#journalled(exchanges, (journal) => this.#judge(journal));

  readonly redaction: Layer = (exchanges) =>
    this.#journalled(exchanges, (journal) => {
      this.#judge(journal);
      for (const exchange of journal.exchanges) exchange.describe();
    });

  close(): void {
    this.#transport.close();
    this.#agent.destroy();
  }

  async #send(exchanges: number, call: Call): Promise<void> {
    for (let i = 0; i < exchanges; i += 1) granted((await call(this.#request().request)).status);
  }

  async #journalled(exchanges: number, end: (journal: Journal) => void): Promise<void> {
    for (let sent = 0; sent < exchanges; sent += A_SCENARIO) {
      const journal = new Journal('bench', this.run.wallClock, this.run.redactor);
      for (let i = 0; i < A_SCENARIO; i += 1) {
        const start = { operation: 'entitlement', from: 'client', to: 'sees', ...this.#request() } as const;
        const exchange = journal.begin(start);
        const response = await this.#transport(exchange.request);
        exchange.answer(response);
        granted(response.status);
        this.#learnToken(response.body);
      }
      end(journal);
    }
  }

  /** As an act does: a token is secret from here on. */
  #learnToken(body: Buffer): void {
    const { epTokenURL } = JSON.parse(body.toString()) as { epTokenURL: string };
    const token = tokenOf(epTokenURL);
    if (token === undefined) throw new Error('SEES granted nothing');
    this.run.redactor.learn('token', token);
  }

  #judge(journal: Journal): void {
    const known = { ...this.run.target.known, backend: false };
    for (const { judge } of INVARIANTS) this.judged.findings += judge(journal, known).length;
    this.judged.exchanges += journal.exchanges.length;
  }

  /** A player asks for a title by time. */
  #request(): { request: HttpRequest; stimulus: EntitlementStimulus } {
    const [contentID = ''] = this.run.target.known.contents.keys();
    const stimulus: EntitlementStimulus = {
      kind: 'entitlement',
      flow: 'device A',
      device: 'device A',
      messageID: this.#identities.messageID(),
      version: 1,
      requestType: 1,
      contentID,
      valid: true,
    };
    return { request: entitlementRequest(stimulus, this.sees), stimulus };
  }
}

function granted(status: number): void {
  if (status !== 200) throw new Error(`SEES answered with ${String(status)}`);
}
