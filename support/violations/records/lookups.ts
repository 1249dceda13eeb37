import type { Call, HttpRequest, HttpResponse } from '../../exchange';
import {
  forFewCookies,
  parametersOf,
  seesAsks,
  seesAsksWith,
  serviceOf,
  valueOf,
  without,
  withParameters,
  withText,
  type Facts,
} from '../making';
import type { Violation } from '../violation';

/** SEES asks the record service once more in another way where the first answer is of no use to it. */
function asksAgain(facts: Facts, otherwise: (request: HttpRequest) => HttpRequest): Violation {
  return {
    ...facts,
    party: 'sees',
    call: (call, applied) => async (request, options) => {
      const first = await call(request, options);
      if (serviceOf(request) !== 'record' || (first.status === 200 && first.body.length > 2)) return first;
      applied();
      const second = await call(otherwise(request), options);
      return second.status === 200 ? second : first;
    },
  };
}

/** SEES looks up another cookie, where the change makes it another one, and takes its events for those of the first. */
function asksForCookie(facts: Facts, change: (cookie: string) => string): Violation {
  return {
    ...facts,
    party: 'sees',
    call: (call, applied) => async (request, options) => {
      const parameters = parametersOf(request);
      const cookie = valueOf(parameters, 'cookie');
      const wrong = cookie === undefined ? undefined : change(cookie);
      if (serviceOf(request) !== 'record' || cookie === undefined || wrong === undefined || wrong === cookie) {
        return call(request, options);
      }
      applied();
      const asked = parameters.map(([name, value]) => [name, name === 'cookie' ? wrong : value] as const);
      const answer = await call(withParameters(request, asked), options);
      return withText(answer, (text) => text.replaceAll(JSON.stringify(wrong), JSON.stringify(cookie)));
    },
  };
}

/** The same seen where cookies need care. */
const ODD_COOKIES = ['SEES-REQ-24.ascii', 'SEES-REQ-24.other'];
/** The device that it finds is that of another cookie. */
const FOREIGN_DEVICE = ['EP-REC-07', 'EP-TOK-18.value'];

export const LOOKUPS: readonly Violation[] = [
  asksAgain(
    {
      id: 'lookup-again-by-post',
      sentence: 'SEES asks the record service by POST where a GET brought nothing.',
      breaks: ['EP-REC-01.path'],
      consequences: [],
    },
    (request) => {
      const headers = { ...request.headers, 'content-type': 'application/x-www-form-urlencoded' };
      return withParameters({ ...request, method: 'POST', headers }, parametersOf(request));
    },
  ),
  asksAgain(
    {
      id: 'lookup-again-at-an-older-address',
      sentence: 'SEES asks at another address of the record service where the documented one brought nothing.',
      breaks: ['EP-REC-01.path'],
      consequences: [],
    },
    (request) => ({ ...request, url: request.url.replace('/getrecord/', '/getrecords/') }),
  ),
  forFewCookies(
    seesAsks(
      {
        id: 'lookup-without-slash',
        sentence: 'SEES asks for records at a path that lacks its trailing slash.',
        breaks: ['EP-REC-01.slash'],
        consequences: [],
      },
      'record',
      () => (request) => ({ ...request, url: request.url.replace('/getrecord/?', '/getrecord?') }),
    ),
  ),
  asksAgain(
    {
      id: 'lookup-again-without-authenticator',
      sentence: 'SEES asks the record service without its authenticator where it brought nothing with it.',
      breaks: ['EP-REC-02'],
      // Every call needs one.
      consequences: ['SEES-SEC-04'],
    },
    (request) => withParameters(request, without(parametersOf(request), 'customerAuthenticator')),
  ),
  forFewCookies(
    seesAsksWith(
      {
        id: 'lookup-with-half-an-authenticator-more',
        sentence: 'SEES sends what stands before the comma of its authenticator as a second one.',
        breaks: ['EP-REC-02'],
        consequences: [],
      },
      'record',
      (parameters) => {
        const value = valueOf(parameters, 'customerAuthenticator');
        const [half = ''] = value?.split(',') ?? [];
        return value === undefined || half === value ? parameters : [...parameters, ['customerAuthenticator', half]];
      },
    ),
  ),
  asksAgain(
    {
      id: 'lookup-again-with-a-window',
      sentence: 'SEES adds start and length to the cookie of a lookup that brought nothing.',
      breaks: ['EP-REC-04'],
      consequences: [],
    },
    (request) => withParameters(request, [...parametersOf(request), ['start', '0'], ['length', '32']]),
  ),
  asksForCookie(
    {
      id: 'lookup-by-cookie-in-lower-case',
      sentence: 'SEES writes the cookie of a lookup in lower case.',
      breaks: ['EP-REC-03', 'EP-REC-13'],
      consequences: ['SEES-REQ-24.other', 'SEES-REQ-24.ascii', ...FOREIGN_DEVICE],
    },
    (cookie) => cookie.toLowerCase(),
  ),
  asksForCookie(
    {
      id: 'lookup-by-trimmed-cookie',
      sentence: 'SEES cuts the blanks around the cookie of a lookup.',
      breaks: ['EP-REC-03', 'EP-REC-13'],
      consequences: [...FOREIGN_DEVICE, 'SEES-REQ-24.ascii'],
    },
    (cookie) => cookie.trim(),
  ),
  asksForCookie(
    {
      id: 'lookup-by-cookie-of-thirty-one-characters',
      sentence: 'SEES cuts the cookie of a lookup after 31 characters.',
      breaks: ['EP-REC-03'],
      consequences: ['SEES-REQ-20.thirty-two'],
    },
    (cookie) => Array.from(cookie).slice(0, 31).join(''),
  ),
  asksForCookie(
    {
      id: 'lookup-by-cookie-encoded-twice',
      sentence: 'SEES encodes the cookie of a lookup twice.',
      breaks: ['EP-REC-03'],
      consequences: ODD_COOKIES,
    },
    (cookie) => encodeURIComponent(cookie),
  ),
  asksForCookie(
    {
      id: 'lookup-by-cookie-with-bare-plus',
      sentence: 'SEES does not encode a plus in the cookie of a lookup, so that it is read as a blank.',
      breaks: ['EP-REC-03'],
      consequences: ['SEES-REQ-24.ascii'],
    },
    (cookie) => cookie.replaceAll('+', ' '),
  ),
  {
    id: 'lookup-for-a-time-based-title',
    party: 'sees',
    sentence: 'SEES asks for all records before it asks for a time-based token.',
    breaks: ['EP-REC-05.time'],
    // It is by no cookie, where the client sent one.
    consequences: ['SEQ-07.counts', 'SEES-REQ-26.calls', 'EP-REC-03'],
    call: (call, applied) => {
      let address: HttpRequest | undefined;
      return async (request, options) => {
        if (serviceOf(request) === 'record') address = request;
        const isTimeBased =
          serviceOf(request) === 'token' && !parametersOf(request).some(([name]) => name === 'cookie');
        if (isTimeBased && address !== undefined) {
          applied();
          await call(withParameters(address, without(parametersOf(address), 'cookie')), options);
        }
        return call(request, options);
      };
    },
  },
  {
    id: 'token-before-the-lookup-is-answered',
    party: 'sees',
    sentence: 'SEES asks for a token without a device while its lookup is under way, and for the bound one afterwards.',
    breaks: ['EP-REC-06'],
    // What is asked for before the answer can name no device.
    consequences: ['EP-TOK-18.value', 'SEQ-29', 'SEES-REQ-13', 'SEES-ERR-12'],
    call: early,
  },
];

/** The lookup is answered at once with a device that stands for the one to come. */
function early(call: Call, applied: () => void): Call {
  const underWay = new Map<string, ReturnType<Call>>();
  return async (request, options) => {
    const parameters = parametersOf(request);
    const cookie = valueOf(parameters, 'cookie') ?? '';
    if (serviceOf(request) === 'record') {
      applied();
      const answer = call(request, options);
      const settled = answer.catch(() => ({ status: 503, headers: {}, body: Buffer.alloc(0) }));
      underWay.set(cookie, settled);
      const body = Buffer.from(JSON.stringify([{ cookie, device_id: cookie }]));
      return { status: 200, headers: { 'content-type': 'application/json' }, body };
    }
    const restriction = parameters.find(([name, value]) => name === 'deviceid' && value === cookie);
    const pending = underWay.get(cookie);
    if (restriction === undefined || pending === undefined) return call(request, options);
    await call(withParameters(request, without(parameters, 'deviceid')), options).catch(() => undefined);
    const found = await pending;
    const device = deviceIn(found, cookie);
    if (device === undefined) return { ...found, status: 503 };
    return call(withParameters(request, [...without(parameters, 'deviceid'), ['deviceid', device]]), options);
  };
}

function deviceIn({ status, body }: HttpResponse, cookie: string): string | undefined {
  if (status !== 200) return undefined;
  try {
    const events = [JSON.parse(body.toString('utf8')) as unknown].flat() as Partial<Record<string, unknown>>[];
    const event = events.find((one) => one.cookie === cookie && one.error_code === undefined && one.device_id);
    return typeof event?.device_id === 'string' ? event.device_id : undefined;
  } catch {
    return undefined;
  }
}
