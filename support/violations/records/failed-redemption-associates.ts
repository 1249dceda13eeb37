import type { Violation } from '../violation';

/** Reaches every refused redemption whose SPC could be read; a bad SPC has no device to associate. */
export const failedRedemptionAssociates: Violation = {
  id: 'failed-redemption-associates',
  party: 'expressplay',
  sentence: 'ExpressPlay logs the device of a refused redemption as if the license had been granted.',
  breaks: ['SEQ-40', 'EP-REC-27'],
  // The expired redemption no longer shows as one; a device refused for another's token takes over that cookie.
  consequences: ['EP-REC-28', 'SEQ-41', 'SEQ-46'],
  expressplayRules: (rules, applied) => ({
    ...rules,
    eventOf: (redemption) => {
      const { cookie, deviceId, errorCode } = redemption;
      if (errorCode === undefined || deviceId === undefined) return rules.eventOf(redemption);
      applied();
      return cookie === undefined ? { deviceId } : { cookie, deviceId };
    },
  }),
};
