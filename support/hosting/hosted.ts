import type { Carrier, Transport } from '../exchange';
import type { OnHandlerError } from './answer';

/** A handler that can be called at `origin`. */
export interface Hosted {
  /** `https://sees.test`: what stands before the path in the URLs to call. */
  readonly origin: string;
  /** Only direct hosting: the one way to call it, for createTransport({ adapter }). */
  readonly adapter?: Carrier;
  /** Only direct hosting: a ready transport over `adapter`. */
  readonly call?: Transport;
  /** Ends calls under way and lets go of everything. A second call does nothing. */
  close(): Promise<void>;
}

export interface HostOptions {
  readonly hosting: 'nock' | 'direct';
  readonly origin: string;
  readonly onError?: OnHandlerError;
}
