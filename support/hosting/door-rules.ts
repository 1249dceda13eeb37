import { checkServerIdentity, type PeerCertificate } from 'node:tls';
import type { Handler } from '../exchange';
import type { CertificatePair, Certificates } from './certificates';
import type { TlsClient } from './listener';

/** The decisions by which the reference SEES meets others over TLS, its clients and ExpressPlay. */
export interface DoorRules {
  /** The certificate that SEES shows its clients (SEES-TRN-02). */
  readonly shows: (certificates: Certificates) => CertificatePair;
  /** Whether SEES answers whoever comes to its port this way (SEES-TRN-01). */
  readonly speaks: (way: 'tls' | 'plain') => boolean;
  /** Who serves a client; undefined: nobody, its connection ends (SEES-TRN-03 to SEES-TRN-06). */
  readonly serves: (client: TlsClient, sees: Handler) => Handler | undefined;
  /** What is wrong with the name in a certificate that ExpressPlay shows; undefined: nothing (SEES-TRN-14). */
  readonly nameProblem: (host: string, certificate: PeerCertificate) => Error | undefined;
}

export const DEFAULT_DOOR_RULES: DoorRules = {
  shows: ({ server }) => server,
  speaks: (way) => way === 'tls',
  serves: ({ problem }, sees) => (problem === undefined ? sees : undefined),
  nameProblem: checkServerIdentity,
};
