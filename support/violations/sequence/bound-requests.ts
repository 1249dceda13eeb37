import {
  jsonOf,
  parametersOf,
  seesAsks,
  seesAsksWith,
  serviceOf,
  valueOf,
  withJson,
  without,
  withParameters,
  type Parameters,
} from '../making';
import { ALL_AT_ONCE, CROSSED_AT_ONCE } from '../consequences';
import type { Violation } from '../violation';
import { phaseOf, replaced } from './phases';

const KEYS = ['contentKey', 'iv', 'kid', 'kek', 'ek'];

/** What SEES sends for a registration (B2), for a lookup (B7) and for a bound title (B11). */
export const BOUND_REQUESTS: readonly Violation[] = [
  seesAsks(
    {
      id: 'registration-bound-to-the-device-before',
      sentence: 'SEES fills the same request again and again, so a registration names the device of the title before.',
      breaks: ['SEQ-21', 'EP-TOK-20.registration'],
      // Whose next client registers with a device that is not its own comes to nothing.
      consequences: ['SEES-REQ-24.ascii', 'SEES-REQ-24.other', 'SEQ-53.all', 'SEES-SEC-05.all'],
    },
    'token',
    () => {
      let device: string | undefined;
      return (request) => {
        const parameters = parametersOf(request);
        const phase = phaseOf(parameters);
        if (phase === 3) device = valueOf(parameters, 'deviceid');
        if (phase !== 2 || device === undefined) return request;
        const left = device;
        device = undefined;
        return withParameters(request, [...parameters, ['deviceid', left]]);
      };
    },
  ),
  seesAsks(
    {
      id: 'registration-with-the-keys-before',
      sentence: 'SEES registers with the keys of the title it asked a bound token for before.',
      breaks: ['SEQ-21', 'EP-TOK-05', 'EP-TOK-06', 'EP-TOK-26'],
      // The license is another title's then.
      consequences: ['EP-TOK-07', 'EP-LIC-01', 'EP-LIC-21', 'SEQ-23', 'SEQ-47', ...CROSSED_AT_ONCE],
    },
    'token',
    () => {
      let kept: Parameters = [];
      return (request) => {
        const parameters = parametersOf(request);
        const phase = phaseOf(parameters);
        const left = kept;
        kept = phase === 3 ? parameters.filter(([name]) => KEYS.includes(name)) : [];
        if (phase !== 2 || left.length === 0) return request;
        return withParameters(request, [...parameters.filter(([name]) => !KEYS.includes(name)), ...left]);
      };
    },
  ),
  seesAsksWith(
    {
      id: 'lookup-among-all-records',
      sentence: 'SEES reads the latest records of all cookies and looks for its own among them.',
      breaks: ['SEQ-26', 'EP-REC-03', 'EP-REC-05.bound'],
      consequences: ['SEES-REQ-24.ascii', 'SEES-REQ-24.other'],
    },
    'record',
    (parameters) => without(parameters, 'cookie'),
  ),
  seesAsksWith(
    {
      id: 'bound-without-the-cookie',
      sentence: 'SEES leaves the cookie out of the token request that names a device.',
      breaks: ['SEQ-29', 'EP-TOK-16'],
      consequences: ['SEES-REQ-24.ascii', 'SEES-REQ-24.other'],
    },
    'token',
    (parameters) => (phaseOf(parameters) === 3 ? without(parameters, 'cookie') : parameters),
  ),
  seesAsksWith(
    {
      id: 'bound-without-an-iv-of-its-own',
      sentence: 'SEES sends an IV of zeros where the token is bound to a device.',
      breaks: ['SEQ-29', 'EP-TOK-06', 'EP-TOK-07'],
      // And so the license does not open the title.
      consequences: ['EP-LIC-01', 'EP-LIC-05', 'SEQ-34', 'SEQ-44', ...ALL_AT_ONCE],
    },
    'token',
    (parameters) => (phaseOf(parameters) === 3 ? replaced(parameters, 'iv', '0'.repeat(32)) : parameters),
  ),
  {
    id: 'token-before-the-lookup',
    party: 'sees',
    sentence: 'SEES asks for a token of the title first, and for one that names the device when it has looked that up.',
    breaks: ['SEQ-36', 'SEQ-29', 'EP-REC-06'],
    // The first of the two requests is unbound, whatever becomes of the second.
    consequences: ['SEES-REQ-13', 'SEES-ERR-12', 'EP-TOK-18.value'],
    sees: (handler, applied) => async (request) => {
      const asked = jsonOf(request);
      if (asked?.requestType !== 3 || typeof asked.customerCookie !== 'string') return handler(request);
      applied();
      await handler(withJson(request, { ...asked, requestType: 2 }));
      return handler(request);
    },
  },
  {
    id: 'unbound-on-refused-restriction',
    party: 'sees',
    sentence: 'SEES asks again without the device where ExpressPlay answers a token request with -6008.',
    breaks: ['SEQ-50', 'SEES-ERR-12'],
    consequences: ['SEQ-29', 'EP-TOK-18.value'],
    call: (call, applied) => async (request, options) => {
      const answer = await call(request, options);
      const parameters = parametersOf(request);
      if (serviceOf(request) !== 'token' || jsonOf(answer)?.errorCode !== -6008 || phaseOf(parameters) !== 3)
        return answer;
      applied();
      return call(withParameters(request, without(parameters, 'deviceid')), options);
    },
  },
];
