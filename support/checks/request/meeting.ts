import type { Exchange, Journal } from '../../exchange';
import type { Check, Known, WrongCertificate } from '../check';
import type { Finding } from '../finding';
import {
  backendCallsOf,
  couldNotTest,
  entitlementOf,
  entitlementsOf,
  isGrant,
  notApplicable,
  right,
  wrong,
  type Entitlement,
} from '../reading';
import { whyUndecided } from '../sequence/no-decision';
import { describe, fateOf, handedOut, inWords, triedOf, validOf, type Tried } from './tried';

const WRONG_NAME = new Set(['ERR_TLS_CERT_ALTNAME_INVALID', 'HOSTNAME_MISMATCH']);

/** Codes by which a platform says that it does not trust a certificate (OpenSSL, node). */
const WRONG_CHAIN =
  /^(CERT_|CRL_|DEPTH_ZERO_|SELF_SIGNED_|UNABLE_TO_|INVALID_CA$|INVALID_PURPOSE$|PATH_LENGTH_|ERROR_IN_CERT_)/;

/** The valid requests that went through TLS. */
function overTls(journal: Journal): Entitlement[] {
  return validOf(journal).filter(({ exchange }) => /^https:/i.test(exchange.request.url));
}

function laboratory(journal: Journal, check: string): Finding {
  return notApplicable(journal, check, 'the reading tls.mode declares a laboratory without TLS');
}

/** SEES-TRN-01: the handshake succeeds, and plain HTTP to the same port brings no entitlement answer. */
function overTlsAlone(journal: Journal, known: Known): Finding[] {
  const check = 'SEES-TRN-01';
  if (known.tls.mode === 'none') return [laboratory(journal, check)];
  const served = overTls(journal).map(({ exchange }) =>
    exchange.response === undefined
      ? couldNotTest(journal, check, `no answer over TLS: ${whyUndecided(exchange) ?? ''}`, exchange)
      : right(journal, check, 'the endpoint answers over TLS', exchange),
  );
  const plain = triedOf(journal, /^plain-http$/).map(({ exchange }) => {
    const { isAllowed } = entitlementOf(exchange);
    if (isAllowed === undefined && handedOut(exchange) === undefined) {
      return right(journal, check, `plain HTTP brings no entitlement answer: ${inWords(exchange)}`, exchange);
    }
    return wrong(journal, check, 'SEES answers a request by plain HTTP on the port that speaks TLS', {
      expected: 'no entitlement answer',
      observed: inWords(exchange),
      exchange,
    });
  });
  return [...served, ...plain];
}

/** SEES-TRN-02: what the player's own TLS says of the certificate; it checks the chain before the name. */
function certificate(check: string, wrongCode: (code: string) => boolean, part: string): Check['judge'] {
  return (journal, known) => {
    if (known.tls.mode !== 'mutual') return [clientsUnknown(journal, check)];
    return overTls(journal).map(({ exchange }) => {
      const code = exchange.failure?.failure === 'tls' ? (exchange.failure.code ?? '') : '';
      if (wrongCode(code)) {
        return wrong(journal, check, `the certificate of SEES is not accepted: ${part}`, {
          expected: 'a certificate of the configured authority for the host that is called',
          observed: code,
          exchange,
        });
      }
      // A wrong name is found only behind a sound chain, and an alert of the server's only behind both.
      const shown = exchange.response !== undefined || WRONG_NAME.has(code);
      if (shown) return right(journal, check, `the certificate of SEES is accepted: ${part}`, exchange);
      return couldNotTest(journal, check, `no handshake shows it: ${whyUndecided(exchange) ?? ''}`, exchange);
    });
  };
}

/** SEES-TRN-06: the request of a trusted client is decided on. */
function trustedIsServed(journal: Journal, known: Known): Finding[] {
  const check = 'SEES-TRN-06';
  if (known.tls.mode !== 'mutual') return [clientsUnknown(journal, check)];
  return overTls(journal).map(({ exchange }) => {
    const undecided = whyUndecided(exchange);
    if (undecided !== undefined) return couldNotTest(journal, check, undecided, exchange);
    if (entitlementOf(exchange).isAllowed !== undefined) {
      return right(journal, check, `a client with a trusted certificate is served: ${inWords(exchange)}`, exchange);
    }
    return wrong(journal, check, 'the valid request of a client with a trusted certificate is not processed', {
      expected: 'a decision',
      observed: inWords(exchange),
      exchange,
    });
  });
}

function clientsUnknown(journal: Journal, check: string): Finding {
  return notApplicable(journal, check, 'clients show no certificate (sees.tls.mode is not mutual)');
}

/** SEES-TRN-03 to -05: no decision for who cannot be known. */
function letsNobodyIn(check: string, ...credentials: readonly ('none' | WrongCertificate)[]): Check['judge'] {
  return (journal, known) => {
    if (known.tls.mode !== 'mutual') return [clientsUnknown(journal, check)];
    const wrong = credentials.filter((credential) => credential !== 'none');
    if (wrong.length > 0 && !wrong.some((credential) => known.tls.wrongCertificates.includes(credential))) {
      const keys = wrong.map((credential) => `sees.tls.${credential}`).join(', ');
      return [notApplicable(journal, check, `no such client certificate is configured (${keys})`)];
    }
    return triedOf(journal, new RegExp(`^certificate-(${credentials.join('|')})$`)).map((tried) =>
      judgeStranger(journal, check, tried, known),
    );
  };
}

function judgeStranger(journal: Journal, check: string, tried: Tried, known: Known): Finding {
  const { exchange } = tried;
  const { token, record } = backendCallsOf(journal, exchange, known);
  const { isAllowed } = entitlementOf(exchange);
  // Whoever says isAllowed false with a 4xx turns the client away; with a 200 it has decided.
  const decided = isAllowed === true || (isAllowed === false && exchange.response?.status === 200);
  if (decided || handedOut(exchange) !== undefined || (known.backend && token.length + record.length > 0)) {
    const calls = token.length + record.length === 0 ? '' : `, ${token.length + record.length} calls to ExpressPlay`;
    return wrong(journal, check, `SEES serves a client of whom it cannot know who it is: ${tried.flaw.sentence}`, {
      expected: 'a failed handshake, a closed connection, or a 4xx without a decision',
      observed: inWords(exchange) + calls,
      exchange,
    });
  }
  const fate = fateOf(journal, tried);
  if (fate.kind === 'refused') return right(journal, check, `turned away: ${describe(tried)} (${fate.how})`, exchange);
  if (fate.kind !== 'down') return couldNotTest(journal, check, `${describe(tried)}: ${fate.how}`, exchange);
  return wrong(journal, check, `SEES did not stay up: ${describe(tried)}`, {
    expected: 'valid requests granted as before',
    observed: fate.how,
    exchange,
  });
}

/** SEES-TRN-14.https: what reaches the played ExpressPlay came over TLS, also while no certificate of its fits. */
function callsOverTls(journal: Journal, known: Known): Finding[] {
  const check = 'SEES-TRN-14.https';
  return entitlementsOf(journal).flatMap(({ exchange }) => {
    const { token, record } = backendCallsOf(journal, exchange, known);
    return [...token, ...record].map((call) => judgeScheme(journal, check, call));
  });
}

function judgeScheme(journal: Journal, check: string, call: Exchange): Finding {
  if (/^https:/i.test(call.request.url))
    return right(journal, check, `the ${call.operation} request came over TLS`, call);
  return wrong(journal, check, `the ${call.operation} request came by plain HTTP`, {
    expected: 'https',
    observed: 'http',
    exchange: call,
  });
}

/** SEES-TRN-14.verify: while another host answers in ExpressPlay's place SEES grants nothing and asks it nothing. */
function trustsNoOtherHost(journal: Journal, known: Known): Finding[] {
  const check = 'SEES-TRN-14.verify';
  return entitlementsOf(journal)
    .filter(({ stimulus }) => stimulus.fault !== undefined)
    .map(({ exchange, stimulus }) => {
      const { token, record } = backendCallsOf(journal, exchange, known);
      const call = [...token, ...record][0];
      if (call !== undefined) {
        return wrong(journal, check, `SEES talks to a host that is not ExpressPlay: ${stimulus.fault ?? ''}`, {
          expected: 'no call, because the certificate does not fit',
          observed: `a ${call.operation} request`,
          exchange: call,
        });
      }
      const valid = validOf(journal, stimulus.requestType).filter((twin) => isGrant(twin.exchange));
      const before = valid.some((twin) => twin.exchange.number < exchange.number);
      const after = valid.some((twin) => twin.exchange.number > exchange.number);
      if (!before || !after) {
        const missing = before ? 'after' : 'before';
        return couldNotTest(
          journal,
          check,
          `no registration was granted ${missing} the certificate was wrong`,
          exchange,
        );
      }
      if (isGrant(exchange)) {
        return couldNotTest(journal, check, 'SEES granted without asking: a token it got earlier', exchange);
      }
      if (exchange.response === undefined) {
        return couldNotTest(journal, check, `SEES did not answer: ${inWords(exchange)}`, exchange);
      }
      return right(journal, check, `SEES asks no other host: ${inWords(exchange)}`, exchange);
    });
}

/** How player, SEES and ExpressPlay meet (SEES-API, BEES-SSL, SEES-IDX). */
export const MEETING: readonly Check[] = [
  { id: 'SEES-TRN-01', subject: 'answer', judge: overTlsAlone },
  {
    id: 'SEES-TRN-02.chain',
    subject: 'answer',
    judge: certificate('SEES-TRN-02.chain', (code) => WRONG_CHAIN.test(code), 'its chain'),
  },
  {
    id: 'SEES-TRN-02.name',
    subject: 'answer',
    judge: certificate('SEES-TRN-02.name', (code) => WRONG_NAME.has(code), 'its name'),
  },
  { id: 'SEES-TRN-03', subject: 'answer', judge: letsNobodyIn('SEES-TRN-03', 'none') },
  { id: 'SEES-TRN-04', subject: 'answer', judge: letsNobodyIn('SEES-TRN-04', 'untrusted') },
  { id: 'SEES-TRN-05', subject: 'answer', judge: letsNobodyIn('SEES-TRN-05', 'expired', 'premature') },
  { id: 'SEES-TRN-06', subject: 'answer', judge: trustedIsServed },
  { id: 'SEES-TRN-14.https', subject: 'token-request', judge: callsOverTls },
  { id: 'SEES-TRN-14.verify', subject: 'answer', judge: trustsNoOtherHost },
];
