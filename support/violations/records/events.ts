import { parametersOf, serviceLogs, serviceOf, withJson } from '../making';
import type { Handler } from '../../exchange';
import { ALL_AT_ONCE, NO_BOUND_LICENSE } from '../consequences';
import type { Applied, Violation } from '../violation';

/** What a redemption leaves is the wrong device, wherever the history is looked at. */
const WRONG_DEVICE = ['EP-REC-26', 'EP-LIC-13', 'SEQ-24', 'SEQ-28'];

/** What SEES has bound to the device of the record serves somebody else. */
const BOUND_TO_ANOTHER = ['EP-LIC-01', 'EP-LIC-05', 'SEQ-34', ...NO_BOUND_LICENSE, ...ALL_AT_ONCE];

export const EVENTS: readonly Violation[] = [
  serviceLogs(
    {
      id: 'device-of-the-redemption-before',
      sentence: 'ExpressPlay logs a redemption with the device of the one before.',
      breaks: ['EP-REC-26', 'EP-LIC-13', 'SEQ-24'],
      consequences: [...BOUND_TO_ANOTHER, 'SEQ-28'],
    },
    () => {
      let before: string | undefined;
      return ({ deviceId }, right) => {
        const last = before;
        before = deviceId ?? before;
        return right.deviceId === undefined || last === undefined ? undefined : { ...right, deviceId: last };
      };
    },
  ),
  serviceLogs(
    {
      id: 'one-device-for-all',
      sentence: 'ExpressPlay logs every redemption with the device that it met first.',
      breaks: WRONG_DEVICE,
      consequences: BOUND_TO_ANOTHER,
    },
    () => {
      let first: string | undefined;
      return (_redemption, right) => {
        first ??= right.deviceId;
        return right.deviceId === undefined || first === undefined ? undefined : { ...right, deviceId: first };
      };
    },
  ),
  serviceLogs(
    {
      id: 'expired-redemption-associates',
      sentence: 'ExpressPlay logs the device beside the error of an expired token, and forgets the error.',
      breaks: ['EP-REC-27', 'SEQ-40'],
      consequences: [],
    },
    () =>
      ({ cookie, deviceId, errorCode }) =>
        errorCode === -4010 && cookie !== undefined && deviceId !== undefined ? { cookie, deviceId } : undefined,
  ),
  serviceLogs(
    {
      id: 'device-of-an-unread-request',
      sentence: 'ExpressPlay logs the device it read last where it could not read the SPC.',
      breaks: ['EP-REC-27', 'SEQ-40'],
    },
    () => {
      let last: string | undefined;
      return ({ cookie, deviceId, errorCode }) => {
        if (deviceId !== undefined) last = deviceId;
        const isUnread = errorCode === -4001 && deviceId === undefined;
        return isUnread && cookie !== undefined && last !== undefined ? { cookie, deviceId: last } : undefined;
      };
    },
  ),
  {
    id: 'issue-logged-with-a-device',
    party: 'expressplay',
    sentence: 'ExpressPlay logs a token when it issues it, with zeros for the device that is to come.',
    breaks: ['EP-REC-29'],
    // SEES has a token bound to nobody.
    consequences: ['SEES-ERR-09.refused', 'SEQ-39.refused', 'SEQ-40', 'EP-REC-27'],
    expressplay: issueLogged,
  },
];

/** A cookie that tokens were issued for shows with a device of zeros until there is a redemption with another. */
function issueLogged(handler: Handler, applied: Applied): Handler {
  const issued = new Set<string>();
  return async (request) => {
    const right = await handler(request);
    const parameters = new Map(parametersOf(request));
    const [cookie = '', account = ''] = [parameters.get('cookie'), parameters.get('customerAuthenticator')];
    const key = `${account} ${cookie}`;
    if (cookie === '' || right.status !== 200) return right;
    if (serviceOf(request) === 'token') issued.add(key);
    const isNameless = serviceOf(request) === 'record' && !right.body.includes('"device_id"');
    if (!isNameless || !issued.has(key)) return right;
    applied();
    const events = JSON.parse(right.body.toString('utf8')) as unknown[];
    return withJson(right, [...events, { event_id: 0, cookie, device_id: '0'.repeat(40) }]);
  };
}
