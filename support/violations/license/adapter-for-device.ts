import type { Violation } from '../violation';

export const adapterForDevice: Violation = {
  id: 'adapter-for-device',
  party: 'expressplay',
  sentence: 'ExpressPlay gives a license for a bound token to an SPC that has no device id to rely on.',
  breaks: ['EP-LIC-22'],
  consequences: [],
  expressplayRules: (rules, applied) => ({
    ...rules,
    deviceMatches: (bound, presented) => {
      if (presented !== undefined) return rules.deviceMatches(bound, presented);
      if (!rules.deviceMatches(bound, presented)) applied();
      return true;
    },
  }),
};
