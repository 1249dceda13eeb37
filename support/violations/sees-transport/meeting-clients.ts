import type { Handler } from '../../exchange';
import type { Certificates, CertificatePair } from '../../hosting';
import type { Violation } from '../violation';

/** Words in the place of a decision. */
const NO_DECISION = ['SEES-TRN-09', 'SEES-TRN-11'];

const forbidden: Handler = () =>
  Promise.resolve({ status: 403, headers: { 'content-type': 'text/plain' }, body: Buffer.from('Not here.') });

function shows(
  facts: Pick<Violation, 'id' | 'sentence' | 'breaks'>,
  certificate: (certificates: Certificates) => CertificatePair,
): Violation {
  return {
    ...facts,
    party: 'sees',
    consequences: [],
    door: (rules, applied) => ({
      ...rules,
      shows: (certificates) => {
        applied();
        return certificate(certificates);
      },
    }),
  };
}

/** How SEES shows itself, and what becomes of clients that it does know. */
export const MEETING_CLIENTS_VIOLATIONS: readonly Violation[] = [
  {
    id: 'plain-http-beside-tls',
    party: 'sees',
    sentence: 'SEES answers requests by plain HTTP on the port that speaks TLS.',
    breaks: ['SEES-TRN-01'],
    consequences: [],
    door: (rules, applied) => ({
      ...rules,
      speaks: (way) => {
        if (!rules.speaks(way)) applied();
        return true;
      },
    }),
  },
  {
    id: 'plain-http-alone',
    party: 'sees',
    sentence: 'SEES speaks plain HTTP where its clients expect TLS.',
    breaks: ['SEES-TRN-01'],
    consequences: [],
    door: (rules, applied) => ({
      ...rules,
      speaks: (way) => {
        if (rules.speaks(way) !== (way === 'plain')) applied();
        return way === 'plain';
      },
    }),
  },
  shows(
    {
      id: 'certificate-of-unknown-authority',
      sentence: 'SEES shows a certificate of an authority that its clients do not know.',
      breaks: ['SEES-TRN-02.chain'],
    },
    ({ untrustedServer }) => untrustedServer,
  ),
  shows(
    {
      id: 'certificate-run-out',
      sentence: 'SEES shows a certificate that has expired.',
      breaks: ['SEES-TRN-02.chain'],
    },
    ({ expiredServer }) => expiredServer,
  ),
  shows(
    {
      id: 'certificate-of-another-host',
      sentence: 'SEES shows the certificate of another host.',
      breaks: ['SEES-TRN-02.name'],
    },
    ({ misnamedServer }) => misnamedServer,
  ),
  {
    id: 'trusted-clients-forbidden',
    party: 'sees',
    sentence: 'SEES forbids its endpoint to every client that shows a certificate.',
    breaks: ['SEES-TRN-06'],
    consequences: NO_DECISION,
    door: (rules, applied) => ({
      ...rules,
      serves: (client, sees) => {
        const right = rules.serves(client, sees);
        if (right === undefined) return undefined;
        applied();
        return forbidden;
      },
    }),
  },
  {
    id: 'address-banned-after-a-stranger',
    party: 'sees',
    sentence: 'SEES turns away the next client that it does know after one that it does not.',
    breaks: ['SEES-TRN-03', 'SEES-TRN-04', 'SEES-TRN-05'],
    consequences: NO_DECISION,
    door: (rules, applied) => {
      let banned = false;
      return {
        ...rules,
        serves: (client, sees) => {
          const right = rules.serves(client, sees);
          const turnedAway = banned && right !== undefined;
          banned = right === undefined;
          if (!turnedAway) return right;
          applied();
          return forbidden;
        },
      };
    },
  },
];
