import type { Configuration } from './configuration';
import { embeddedAuthenticator } from './configuration';
import { offersOf, underTestOf } from './offers';
import { openTarget } from './open-target';
import type { Target } from './target';

/**
 * The embedded reference pair in the place of whoever is under test, in this process and on virtual time: it offers what the
 * configured target would, and nothing is sent to anybody.
 */
export async function openRehearsal(configuration: Configuration): Promise<Target> {
  const { profile, devices, expressplay, sees, seed } = configuration;
  const stub = await openTarget({
    ...configuration,
    profile: 'stub',
    hosting: 'direct',
    time: { ...configuration.time, mode: 'virtual' },
    network: { proxy: undefined, environment: { http: undefined, https: undefined, except: undefined } },
    sees: { ...sees, url: undefined, module: undefined },
    devices: devices.map(({ name }) => ({ name, spc: { source: 'synthetic', hu: undefined } })),
    expressplay: {
      ...expressplay,
      tokenUrl: undefined,
      recordUrl: undefined,
      credentials: undefined,
      customerAuthenticator: expressplay.customerAuthenticator ?? embeddedAuthenticator(seed, 'rehearsal'),
    },
  });
  const foreign = profile === 'expressplay' || profile === 'end-to-end';
  const { offers, missing } = offersOf(configuration);
  return {
    ...stub,
    profile,
    underTest: underTestOf(configuration),
    offers,
    missing,
    controls: foreign ? undefined : stub.controls,
    known: { ...stub.known, backend: offers.has('backend') },
    expressplay: {
      ...stub.expressplay,
      ...(offers.has('token-service') ? {} : { token: undefined }),
      ...(offers.has('records') ? {} : { record: undefined }),
    },
    fixtures: { ...stub.fixtures, ...(foreign ? { keyStore: expressplay.keyStore } : {}) },
  };
}
