import type { Need } from '../ledger';
import type { Configuration } from './configuration';

const EVERYTHING: readonly Need[] = [
  'backend',
  'faults',
  'records',
  'synthetic',
  'expiry',
  'exact-clock',
  'two-devices',
];

/** What a profile can show, and one sentence for each thing that it cannot. */
export function offersOf(configuration: Configuration): { offers: Set<Need>; missing: Map<Need, string> } {
  const { profile, expressplay, devices } = configuration;
  const missing = new Map<Need, string>();
  if (profile === 'end-to-end')
    missing.set('backend', 'in profile end-to-end nobody sees the calls of SEES to ExpressPlay');
  if (profile === 'expressplay' || profile === 'end-to-end') {
    missing.set(
      'faults',
      `in profile ${profile} ExpressPlay is not played by the harness, so its faults cannot be chosen`,
    );
    missing.set('exact-clock', `in profile ${profile} no clock of the harness judges a token`);
  }
  if (
    profile === 'end-to-end' &&
    (expressplay.recordUrl === undefined || expressplay.customerAuthenticator === undefined)
  ) {
    missing.set(
      'records',
      'no record service is configured that the harness may ask (expressplay.recordUrl, expressplay.customerAuthenticator)',
    );
  }
  const captured = devices.filter(({ spc }) => spc.source !== 'synthetic');
  if (captured.length > 0) {
    missing.set('synthetic', 'the SPCs come from outside, so what is inside them and their licenses cannot be told');
    if (devices.length < 2) missing.set('two-devices', 'SPCs of one device only are configured (devices)');
  }
  return { offers: new Set(EVERYTHING.filter((need) => !missing.has(need))), missing };
}
