/** A limit that an operator may set. */
export interface Limit {
  /** Undefined: none, or told in the meaning. */
  readonly default?: number;
  readonly least: number;
  readonly most?: number;
  /** One sentence or more, with the unit. */
  readonly meaning: string;
}

const HOUR_MS = 3_600_000;

function timeout(meaning: string): Limit & { readonly default: number } {
  return { default: 10_000, least: 1, most: HOUR_MS, meaning: `${meaning} Milliseconds.` };
}

/**
 * How long, how large and how many: every limit that keeps a hostile or broken server from holding up a run. The sections
 * `timeouts` and `limits` of the configuration are these, in schema and documents too.
 */
export const LIMITS = {
  timeouts: {
    entitlementMs: timeout('An entitlement request.'),
    tokenMs: timeout('A token request.'),
    recordMs: timeout('A record request.'),
    licenseMs: timeout('A license request.'),
    requestMs: timeout('A request to the played ExpressPlay, from connecting to its last byte.'),
  },
  limits: {
    responseBytes: {
      default: 1_048_576,
      least: 1024,
      most: 1_073_741_824,
      meaning: 'Largest answer that is read, after content decoding. Bytes.',
    },
    requestBytes: {
      default: 1_048_576,
      least: 1024,
      most: 1_073_741_824,
      meaning: 'Largest body of a request to the played ExpressPlay that is read. Bytes.',
    },
    redemptions: {
      least: 0,
      meaning:
        'Redemptions that a run may ask of a foreign ExpressPlay; each may cost a credit. Default: 0 for hosts under service.expressplay.*, no limit elsewhere.',
    },
    parallelFlows: {
      default: 20,
      least: 2,
      most: 1000,
      meaning: 'Flows in flight in the scenarios about isolation.',
    },
    sockets: { default: 256, least: 1, most: 65_535, meaning: 'Open connections to one host.' },
  },
} as const satisfies Readonly<Record<'timeouts' | 'limits', Readonly<Record<string, Limit>>>>;

/** Status line and headers of a message, in bytes: what node takes unless told otherwise, and more than any service sends. */
export const HEADER_BYTES = 16_384;
