import { entitlementOf, grantedUrl, parametersOf } from '../../checks';
import type { Exchange, Journal } from '../../exchange';
import type { Configuration, Visitors } from '../../target';
import type { Run } from '../run';
import { answerWords } from './expressplay';

const SAID = 200;
/** How much later than SEES we may learn that it hung up on us. */
const TROUBLE_MS = 300;

/** What SEES made of one plain request of a title it is to know; undefined: what it should. */
export async function adviceOnSees(
  run: Run,
  journal: Journal,
  asked: Exchange,
  configuration: Configuration,
): Promise<string | undefined> {
  const calls = journal.exchanges.filter(({ from }) => from === 'sees');
  const url = grantedUrl(asked);
  if (configuration.profile !== 'sees') return url === undefined ? refusalAdvice(run, asked) : undefined;
  const { tokenUrl } = run.target.expressplay;
  if (url !== undefined) {
    if (calls.length > 0 || isOurs(url, run)) return undefined;
    return `SEES granted a plain request with a token URL that the ExpressPlay played here did not issue: it leads to ${placeOf(url)}. It calls another ExpressPlay. ${settings(run)}`;
  }
  const said = `SEES did not grant a plain request (type 1) for ${run.titles.main.contentID}: ${saidWords(asked)}.`;
  const token = calls.find(({ operation }) => operation === 'token');
  if (token !== undefined) return `${said} ${tokenAdvice(token, run)}`;
  const astray = calls.find(({ operation }) => operation === 'unknown');
  if (astray !== undefined) {
    return `${said} It called ${astray.request.method} ${pathOf(astray.request.url)}, and the token service is at ${tokenUrl}. ${settings(run)}`;
  }
  const { visitors } = run.target;
  await visitors?.troubled(TROUBLE_MS);
  const trouble = visitors === undefined ? undefined : connectionAdvice(visitors, run);
  if (trouble !== undefined) return `${said} ${trouble}`;
  const other = visitors?.strays.find(({ authenticator }) => authenticator !== 'none');
  const stray =
    other === undefined
      ? ''
      : ` Somebody called ${other.method} ${other.path} meanwhile with ${other.authenticator === 'ours' ? 'the right' : 'another'} authenticator, for a title with other keys than those in sees.contents.`;
  return `${said} Nothing of it reached the ExpressPlay played here.${stray} Either SEES does not know the title: add it there, or name titles it knows in sees.contents. Or it calls another ExpressPlay, or cannot reach this one. ${settings(run)}`;
}

function tokenAdvice(token: Exchange, run: Run): string {
  const sent = parametersOf(token).get('customerAuthenticator');
  if (sent !== run.target.known.customerAuthenticator) {
    const how = sent === undefined ? 'without customerAuthenticator' : 'with another customerAuthenticator';
    return `It called the token service ${how}. Right: the same authenticator in SEES and in expressplay.customerAuthenticator.`;
  }
  const { response } = token;
  if (response?.status === 200) {
    return 'It had got a token for it from the ExpressPlay played here, so the reason lies in SEES: its own log may say more.';
  }
  return `The token service played here refused its request: ${answerWords(token)}. Right: what SEES sends there; the scenarios of the token request say what is wrong with it.`;
}

/** Connections that never became a call. */
function connectionAdvice(visitors: Visitors, run: Run): string | undefined {
  const { tokenUrl } = run.target.expressplay;
  if (visitors.troubles('no-certificate') > 0) {
    return 'It connected to the ExpressPlay played here without a client certificate that is trusted here. Right: SEES presenting one of the authority in expressplay.listen.tls.clientCa, or no clientCa.';
  }
  if (visitors.troubles('distrusts-us') > 0) {
    return `It hung up on the ExpressPlay played here when it had seen its certificate. Right: the authority of expressplay.listen.tls.cert among those that SEES trusts, and a certificate for the host of ${tokenUrl}.`;
  }
  if (visitors.troubles('plain-to-tls') > 0) {
    return `It called the ExpressPlay played here over plain HTTP, which listens with TLS. ${settings(run)}`;
  }
  if (visitors.troubles('tls-to-plain') > 0) {
    return `It called the ExpressPlay played here over TLS, which listens on plain HTTP. Right: expressplay.listen.tls, or plain http in SEES. ${settings(run)}`;
  }
  return undefined;
}

/** In profile end-to-end nobody sees what SEES asks of its ExpressPlay. */
function refusalAdvice(run: Run, asked: Exchange): string {
  return `SEES did not grant a plain request (type 1) for ${run.titles.main.contentID}: ${saidWords(asked)}. Right: titles in sees.contents that SEES knows and that anybody may see, sees.url with its path, and a SEES that reaches its ExpressPlay.`;
}

function settings({ target: { expressplay } }: Run): string {
  return `Right: in the SEES under test, token service ${expressplay.tokenUrl} and record service ${expressplay.recordUrl}, reachable from its machine.`;
}

/** Status, and what the entitlement response says of its reason. */
function saidWords(asked: Exchange): string {
  const { response } = asked;
  if (response === undefined) return 'its answer was too large';
  const { isAllowed } = entitlementOf(asked);
  const text = response.body.subarray(0, 65_536).toString('utf8');
  if (/plain HTTP request was sent to HTTPS port/i.test(text)) {
    return `status ${String(response.status)}, the port speaks https (sees.url says http)`;
  }
  if (isAllowed === undefined) {
    const type = response.headers['content-type'] ?? 'no content type';
    return `status ${String(response.status)}, ${type.slice(0, SAID)}, which is no entitlement response; is the path in sees.url right?`;
  }
  const { error, errorText } = membersOf(text);
  const reason = [error === undefined ? '' : `error ${error}`, errorText === undefined ? '' : `"${errorText}"`];
  return [
    `status ${String(response.status)}`,
    `isAllowed ${String(isAllowed)}`,
    ...reason.filter((one) => one !== ''),
  ].join(', ');
}

function membersOf(text: string): { error?: string; errorText?: string } {
  try {
    const { error, errorText } = JSON.parse(text) as { error?: unknown; errorText?: unknown };
    return {
      ...(typeof error === 'number' ? { error: String(error) } : {}),
      ...(typeof errorText === 'string' ? { errorText: errorText.slice(0, SAID) } : {}),
    };
  } catch {
    return {};
  }
}

function isOurs(url: string, { target }: Run): boolean {
  const of = (text: string): string => (URL.canParse(text) ? new URL(text).host : text);
  return target.expressplay.licenseUrl === undefined || of(url) === of(target.expressplay.licenseUrl);
}

function placeOf(url: string): string {
  return URL.canParse(url) ? new URL(url).origin : 'no URL';
}

function pathOf(url: string): string {
  return URL.canParse(url) ? new URL(url).pathname.slice(0, SAID) : 'an unreadable path';
}
