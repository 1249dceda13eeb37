import type { Violation } from '../violation';

/**
 * SEES still asks the record service for the right cookie, and still refuses a cookie without a device. But it keeps the last
 * answer in one variable for all clients and trusts that more: whoever comes after another client gets that one's device.
 */
export const deviceOfAnotherCookie: Violation = {
  id: 'device-of-another-cookie',
  party: 'sees',
  sentence: 'SEES binds to the device of the client before, not to the one recorded under the cookie.',
  breaks: ['SEQ-29', 'EP-REC-07', 'SEQ-43.crossed', 'SEQ-53.crossed'],
  consequences: [
    'EP-TOK-18.value',
    'EP-TOK-18.bytes',
    'SEES-SEC-05.crossed',
    'SEES-SEC-05.all',
    'SEQ-43.all',
    'SEQ-53.all',
    // Blocked behind the token request that is wrong.
    'SEES-RES-05.token',
    'SEES-RES-05.unchanged',
    'SEQ-31',
    'SEQ-36',
    'SEQ-37',
    // The owner of the cookie is refused with a URL that names another device, so twins fail as well.
    'SEQ-34',
    'SEQ-35',
    'SEQ-38.unbound',
    'SEQ-38.refused',
    'SEQ-39.unbound',
    'SEQ-39.refused',
    'SEQ-40',
    'SEQ-41',
    'SEQ-42',
    'SEQ-44',
    'SEQ-45',
    'SEQ-46',
    'SEQ-48',
    'SEQ-49.unbound',
    'SEQ-49.succeeds',
    'SEQ-50',
    'SEQ-52',
    'SEES-ERR-09.unbound',
    'SEES-ERR-09.refused',
    'SEES-ERR-12',
    'EP-LIC-01',
    'EP-LIC-05',
    'EP-LIC-06',
    'EP-LIC-16',
    'EP-LIC-19',
    // Made-up histories, each under a cookie of its own: the device of the client before is none of theirs.
    'EP-REC-08',
    'EP-REC-09',
    'EP-REC-10',
    'EP-REC-12.crossed',
    'EP-REC-12.device',
  ],
  seesRules: (rules, applied) => {
    let last: { readonly cookie: string; readonly deviceId: string } | undefined;
    return {
      ...rules,
      selectDevice: (events, cookie, several) => {
        const choice = rules.selectDevice(events, cookie, several);
        if (choice.kind !== 'device') return choice;
        const before = last;
        last = { cookie, deviceId: choice.deviceId };
        if (before === undefined || before.cookie === cookie || before.deviceId === choice.deviceId) return choice;
        applied();
        return { kind: 'device', deviceId: before.deviceId };
      },
    };
  },
};
