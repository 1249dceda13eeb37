import {
  TransportError,
  type Deviation,
  type Exchange,
  type Flaw,
  type HttpRequest,
  type LicenseStimulus,
  type OpenedLicense,
} from '../../exchange';
import { CkcError, unwrapCkc, type SpcRequest } from '../../fairplay';
import { NotObservableError } from '../blocked';
import { noGrant } from '../no-grant';
import { instantJudged, showsClock } from './instants';
import { wrapped } from './license-form';
import type { TokenGrant } from '../grant';
import type { Player } from '../player';
import type { Run } from '../run';
import type { Scenario } from '../scenario';
import type { SpcOrder } from '../spcs';

export interface RedeemOptions {
  readonly deviation?: Deviation;
  /** Number of the license exchange that shows the nearest valid request granted. */
  readonly twin?: number;
  readonly offsetSeconds?: number;
  /** The operator's leave for it was taken before. */
  readonly spent?: boolean;
  /** Why the answer may say nothing about the token's end, a clause. */
  readonly undecided?: string;
  /** Added to the URL's query as it stands, e.g. `&deviceid=...`. */
  readonly addToUrl?: string;
  /** Another HU than the device's own goes into the SPC. */
  readonly hu?: Buffer;
  /** Something else is wrong with the SPC. */
  readonly spc?: Pick<SpcOrder, 'tweak' | 'indicator' | 'assetID'>;
  /** What is wrong with the request on purpose, where the deviation alone does not say it. */
  readonly flaw?: Flaw;
  /** Documented codes that would name the fault. */
  readonly codes?: readonly number[];
  /** Called when its turn has come; whatever it throws keeps the request from being sent. */
  readonly beforeSending?: () => void;
  /** Turns the usual request into the one that is sent. */
  readonly alter?: (request: HttpRequest) => HttpRequest;
}

/**
 * Sends an SPC to a token URL exactly as it was handed out (arrows T5, B4, B14) and opens the CKC.
 * @throws {BlockedError} when SEES handed out no URL
 * @throws {NotObservableError} when the operator allows no further redemption (each may cost a credit)
 */
export async function redeem(
  scenario: Scenario,
  player: Player,
  grant: TokenGrant,
  options: RedeemOptions = {},
): Promise<Exchange> {
  const { run, journal } = scenario;
  if (grant.url === undefined) throw noGrant(scenario, grant.stimulus.requestType, whyNotGranted(grant));
  await run.turn('expressplay', true);
  const doubt = options.undecided ?? instantJudged(scenario, grant, options);
  const { contentID, requestType } = grant.stimulus;
  const spc = await allowed(run, grant.url, options.spent === true, async () => {
    const made = await run.spcs.make(
      player,
      { contentID, requestType, deviation: options.deviation ?? 'none', hu: options.hu, ...options.spc },
      run.signal,
    );
    options.beforeSending?.();
    return made;
  });
  const stimulus: LicenseStimulus = {
    kind: 'license',
    flow: player.name,
    device: player.name,
    grant: grant.exchange.number,
    contentID,
    requestType,
    deviation: options.deviation ?? 'none',
    ...(options.twin === undefined ? {} : { twin: options.twin }),
    ...(options.offsetSeconds === undefined ? {} : { offsetSeconds: options.offsetSeconds }),
    ...(options.flaw === undefined ? {} : { flaw: options.flaw }),
    ...(options.codes === undefined ? {} : { codes: options.codes }),
    ...(doubt === undefined ? {} : { undecided: doubt }),
    synthetic: spc.open !== undefined,
  };
  const usual: HttpRequest = {
    method: 'POST',
    url: grant.url + (options.addToUrl ?? ''),
    ...wrapped(spc.bytes, run.target.known.readings),
  };
  const request = options.alter?.(usual) ?? usual;
  const exchange = journal.begin({ operation: 'license', from: 'client', to: 'expressplay', request, stimulus });
  try {
    const response = await run.target.player.license(request, { signal: run.signal });
    exchange.answer(response);
    const opened = openLicense(response.body, response.status, spc.open);
    if (opened?.kind === 'opened') {
      // An emulator may answer with a key that nobody configured; it is a key all the same.
      run.redactor.learn('contentKey', opened.contentKey);
      run.redactor.learn('iv', opened.iv);
    }
    if (opened !== undefined) exchange.open(opened);
    showsClock(scenario, grant, exchange);
  } catch (error) {
    if (!(error instanceof TransportError)) throw error;
    exchange.fail(error);
  }
  return exchange;
}

/**
 * Takes one redemption from what the operator allows, and gives it back where nothing comes of it. Taken first: several may
 * be on their way at once.
 * @param spent it was taken before
 * @throws {NotObservableError} when nothing is left
 */
async function allowed<T>(run: Run, url: string, spent: boolean, made: () => Promise<T>): Promise<T> {
  if (!spent) spendRedemption(run, url);
  try {
    return await made();
  } catch (error) {
    run.returnRedemption();
    throw error;
  }
}

/** @throws {NotObservableError} when the operator allows no further redemption */
export function spendRedemption(run: Run, url: string): void {
  const why = run.spendRedemption(url);
  if (why !== undefined) throw new NotObservableError(why);
}

/** What the player makes of an answer; undefined when it holds no CKC or the player cannot open it (captured SPC). */
export function openLicense(
  body: Buffer,
  status: number,
  open: SpcRequest['open'] | undefined,
): OpenedLicense | undefined {
  const unwrapped = unwrapCkc(body);
  if (unwrapped === undefined) {
    return status >= 200 && status < 300 ? { kind: 'defect', why: 'the body is no CKC in any known form' } : undefined;
  }
  if (open === undefined) return undefined;
  try {
    return { kind: 'opened', ...open(unwrapped.ckc), form: unwrapped.form };
  } catch (error) {
    if (error instanceof CkcError) return { kind: 'defect', why: error.message };
    throw error;
  }
}

function whyNotGranted(grant: TokenGrant): string {
  const { exchange, stimulus } = grant;
  const who = exchange.operation === 'token' ? 'the token service' : 'SEES';
  const asked = `${who} did not hand out a token URL for the type ${String(stimulus.requestType)} request of ${stimulus.flow} (exchange ${String(exchange.number)})`;
  if (exchange.failure !== undefined) return `${asked}: ${exchange.failure.message}`;
  return `${asked}: HTTP ${String(exchange.response?.status ?? 0)} ${exchange.describe().response?.body.slice(0, 200) ?? ''}`.trim();
}
