import type { Violation } from '../violation';

export const noDeviceComparison: Violation = {
  id: 'no-device-comparison',
  party: 'expressplay',
  sentence: 'ExpressPlay gives a license for a bound token to whichever device sends it.',
  breaks: ['SEQ-35', 'SEQ-41', 'SEQ-42', 'EP-LIC-06', 'EP-LIC-16'],
  // An AV adapter's id is no device of the token either.
  consequences: ['SEQ-46', 'EP-LIC-22'],
  expressplayRules: (rules, applied) => ({
    ...rules,
    deviceMatches: (bound, presented) => {
      if (!rules.deviceMatches(bound, presented)) applied();
      return true;
    },
  }),
};
