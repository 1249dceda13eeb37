import type { DoorRules, TlsClient } from '../../hosting';
import type { Handler } from '../../exchange';
import type { Violation } from '../violation';

/** Every kind of client that SEES cannot know. */
const STRANGERS = ['SEES-TRN-03', 'SEES-TRN-04', 'SEES-TRN-05'];

/** SEES serves some whom it should turn away. @param serve how, if not as everybody; undefined: it is not one of those */
function letsIn(
  facts: Pick<Violation, 'id' | 'sentence' | 'breaks'>,
  serve: () => (client: TlsClient, sees: Handler) => Handler | undefined,
): Violation {
  return {
    ...facts,
    party: 'sees',
    consequences: [],
    door: (rules: DoorRules, applied): DoorRules => {
      const wrongly = serve();
      return {
        ...rules,
        serves: (client, sees) => {
          const right = rules.serves(client, sees);
          const wrong = wrongly(client, sees);
          if (right !== undefined || wrong === undefined) return right;
          applied();
          return wrong;
        },
      };
    },
  };
}

const only =
  (meant: (client: TlsClient) => boolean): (() => (client: TlsClient, sees: Handler) => Handler | undefined) =>
  () =>
  (client, sees) =>
    meant(client) ? sees : undefined;

export const CLIENT_VIOLATIONS: readonly Violation[] = [
  letsIn(
    {
      id: 'client-certificates-for-show',
      sentence: 'SEES asks its clients for certificates and does not look at them.',
      breaks: STRANGERS,
    },
    only(() => true),
  ),
  letsIn(
    {
      id: 'client-certificate-optional',
      sentence: 'SEES verifies the certificate of a client that shows one, and lets in those that show none.',
      breaks: ['SEES-TRN-03'],
    },
    only(({ certificate }) => certificate === undefined),
  ),
  letsIn(
    {
      id: 'client-issuer-not-verified',
      sentence: 'SEES lets in a client whose certificate is in date, whoever issued it.',
      breaks: ['SEES-TRN-04'],
    },
    only(({ certificate, problem }) => certificate !== undefined && !/EXPIRED|NOT_YET_VALID/.test(problem ?? '')),
  ),
  letsIn(
    {
      id: 'client-known-by-name',
      sentence: 'SEES knows its clients by the name in their certificates, without verifying those.',
      breaks: ['SEES-TRN-04', 'SEES-TRN-05'],
    },
    () => {
      const names = new Set(['sees-conformance client']);
      return ({ certificate }, sees) => (names.has(String(certificate?.subject.CN)) ? sees : undefined);
    },
  ),
  letsIn(
    {
      id: 'client-certificate-expired',
      sentence: 'SEES lets in a client whose certificate has expired.',
      breaks: ['SEES-TRN-05'],
    },
    only(({ problem }) => problem === 'CERT_HAS_EXPIRED'),
  ),
  letsIn(
    {
      id: 'client-certificate-premature',
      sentence: 'SEES lets in a client whose certificate is not valid yet.',
      breaks: ['SEES-TRN-05'],
    },
    only(({ problem }) => problem === 'CERT_NOT_YET_VALID'),
  ),
  letsIn(
    {
      id: 'known-address-without-certificate',
      sentence: 'SEES lets in everybody from an address from which a trusted client came before.',
      breaks: STRANGERS,
    },
    () => {
      let known = false;
      return ({ problem }, sees) => {
        known ||= problem === undefined;
        return known ? sees : undefined;
      };
    },
  ),
  letsIn(
    {
      id: 'strangers-get-a-decision',
      sentence: 'SEES answers a client without a trusted certificate that it is not allowed, as if it had decided.',
      breaks: STRANGERS,
    },
    () => () => (request) => {
      const { messageID } = JSON.parse(request.body.toString('utf8')) as { messageID: unknown };
      const decision = {
        messageID,
        version: 1,
        isAllowed: false,
        epTokenURL: '',
        error: 1040,
        errorText: 'Not known.',
      };
      const headers = { 'content-type': 'application/json' };
      return Promise.resolve({ status: 200, headers, body: Buffer.from(JSON.stringify(decision)) });
    },
  ),
  letsIn(
    {
      id: 'strangers-turned-away-too-late',
      sentence: 'SEES gets a token before it turns away a client without a trusted certificate.',
      breaks: STRANGERS,
    },
    () => (_client, sees) => async (request) => {
      await sees(request);
      return { status: 403, headers: { 'content-type': 'text/plain' }, body: Buffer.from('Who are you?') };
    },
  ),
];
