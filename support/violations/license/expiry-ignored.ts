import type { Violation } from '../violation';

export const expiryIgnored: Violation = {
  id: 'expiry-ignored',
  party: 'expressplay',
  sentence: 'ExpressPlay gives a license for a token whose time is over.',
  breaks: ['SEQ-08', 'SEQ-48', 'EP-LIC-08', 'EP-LIC-19', 'EP-LIC-E4010.refused'],
  // A registration that must fail for its expired token does not fail any more.
  consequences: ['SEQ-40', 'EP-REC-27', 'EP-REC-28'],
  expressplayRules: (rules, applied) => ({
    ...rules,
    isExpired: (limitMs, nowMs, use) => {
      if (rules.isExpired(limitMs, nowMs, use)) applied();
      return false;
    },
  }),
};
