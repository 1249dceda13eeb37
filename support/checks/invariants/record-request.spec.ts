import { describe } from 'node:test';
import {
  AUTHENTICATOR,
  DEVICE_A,
  DEVICE_B,
  knownWith,
  MOVIE,
  type Story,
  tokenFields,
  type Fields,
  type Wire,
} from '../reading/testing/story';
import { rows, type Row } from './testing/judge';

type Stimulus = Parameters<Story['ask']>[0];
const EVENT = { cookie: 'c', device_id: DEVICE_A };

function bound(fields: Fields = {}, wire: Wire = {}, stimulus: Stimulus = {}) {
  return (story: Story) => {
    const asked = story.ask({ requestType: 3, cookie: 'c', registration: 'redeemed', ...stimulus });
    story.record({ cookie: 'c', ...fields }, [EVENT], wire);
    story.token(tokenFields(MOVIE, { cookie: 'c', deviceid: DEVICE_A }));
    story.grant(asked);
  };
}

const noBackend = knownWith({ backend: false });

describe('EP-REC-01', () => {
  const at = (url: string, method = 'GET') => bound({}, { url, method });
  rows('EP-REC-01.path', [
    ['the documented path', 'right', at('https://x/cmiapi/getrecord/')],
    ['without the slash, which is the business of .slash', 'right', at('https://x/cmiapi/getrecord')],
    ['behind a prefix', 'right', at('http://x:81/stub/cmiapi/getrecord/')],
    ['POST', 'wrong', at('https://x/cmiapi/getrecord/', 'POST')],
    ['another path', 'wrong', at('https://x/cmiapi/records/')],
    ['another case', 'wrong', at('https://x/cmiapi/getRecord/')],
    ['a path nobody serves', 'wrong', (story) => void story.unknown('https://x/cmiapi/record', { cookie: 'c' })],
    [
      'a token request on a path nobody serves',
      'nothing',
      (story) => void story.unknown('https://x/t', { iv: MOVIE.iv }),
    ],
    ['no backend leg', 'nothing', bound(), noBackend],
  ]);
  rows('EP-REC-01.slash', [
    ['with the slash', 'right', at('https://x/cmiapi/getrecord/')],
    ['without the slash', 'wrong', at('https://x/cmiapi/getrecord')],
    ['another path', 'nothing', at('https://x/records')],
  ]);
});

describe('EP-REC-02', () => {
  const sent = (customerAuthenticator: string | undefined) => bound({ customerAuthenticator });
  rows('EP-REC-02', [
    ['the configured one', 'right', sent(AUTHENTICATOR)],
    ['another', 'wrong', sent('4712,00')],
    ['none', 'wrong', sent(undefined)],
    ['not configured', 'not-applicable', sent('x'), knownWith({ customerAuthenticator: undefined })],
  ]);
});

describe('EP-REC-03', () => {
  const odd = 'a b&c=d+%/;é';
  rows('EP-REC-03', [
    ["the client's", 'right', bound()],
    ['with reserved characters', 'right', bound({ cookie: odd }, {}, { cookie: odd })],
    ['another', 'wrong', bound({ cookie: 'd' })],
    ['another case', 'wrong', bound({ cookie: 'C' })],
    ['none', 'wrong', bound({ cookie: undefined })],
    [
      'for a request without a cookie',
      'nothing',
      (story) => {
        const asked = story.ask();
        story.record({ cookie: 'x' }, []);
        story.grant(asked);
      },
    ],
  ]);
});

describe('EP-REC-04', () => {
  rows('EP-REC-04', [
    ['cookie alone', 'right', bound()],
    ['with an unknown parameter', 'right', bound({ format: 'json' })],
    ['with start and length', 'wrong', bound({ start: '0', length: '32' })],
    ['with id', 'wrong', bound({ id: '1' })],
    ['without cookie, which is the business of EP-REC-03', 'nothing', bound({ cookie: undefined, start: '0' })],
  ]);
});

/** A device-bound request without any lookup. */
function unasked(stimulus: Stimulus = {}, status = 200) {
  return (story: Story) => {
    const asked = story.ask({ requestType: 3, cookie: 'c', registration: 'redeemed', ...stimulus });
    story.refuse(asked, {}, { status });
  };
}

const secondWithoutLookup: Row[2] = (story) => {
  bound()(story);
  const again = story.ask({ requestType: 3, cookie: 'c', registration: 'redeemed' });
  story.token(tokenFields(MOVIE, { cookie: 'c', deviceid: DEVICE_A }));
  story.grant(again);
};

describe('EP-REC-05.bound', () => {
  rows('EP-REC-05.bound', [
    ['asked', 'right', bound()],
    ['a second request from the cache', 'right', secondWithoutLookup],
    ['asked by another cookie, which is the business of EP-REC-03', 'right', bound({ cookie: 'd' })],
    ['not asked', 'wrong', unasked()],
    ['not asked, never redeemed', 'wrong', unasked({ registration: 'unredeemed' })],
    ['not asked, never registered', 'nothing', unasked({ registration: 'none' })],
    [
      'asked ahead of time',
      'right',
      (story) => {
        story.record({ cookie: 'c' }, [EVENT]);
        unasked()(story);
      },
    ],
    ['with a fault', 'nothing', unasked({ fault: 'the record service is unreachable' })],
    ['throttled', 'nothing', unasked({}, 429)],
    ['an invalid request', 'nothing', unasked({ valid: false })],
    [
      'a client that went away',
      'nothing',
      (story) => story.fail(story.ask({ requestType: 3, cookie: 'c', aborted: true })),
    ],
    ['no backend leg', 'nothing', unasked(), noBackend],
  ]);
});

describe('EP-REC-05.time', () => {
  const timeBased = (lookup: boolean, cookie?: string) => (story: Story) => {
    const asked = story.ask(cookie === undefined ? {} : { cookie });
    if (lookup) story.record({ cookie }, []);
    story.grant(asked);
  };
  rows('EP-REC-05.time', [
    ['no lookup', 'right', timeBased(false)],
    ['no lookup in spite of a cookie', 'right', timeBased(false, 'c')],
    ['a lookup', 'wrong', timeBased(true)],
    ['a lookup of the cookie', 'wrong', timeBased(true, 'c')],
    ['no lookup and no grant', 'nothing', (story) => story.refuse(story.ask())],
    [
      'a background lookup for another client',
      'right',
      (story) => {
        story.refuse(story.ask({ requestType: 2, contentID: 'dummy', cookie: 'other' }));
        const asked = story.ask();
        story.record({ cookie: 'other' }, []);
        story.grant(asked);
      },
    ],
    ['another type', 'nothing', bound()],
    ['no backend leg', 'nothing', timeBased(true), noBackend],
  ]);
});

describe('EP-REC-05.registration', () => {
  rows('EP-REC-05.registration', [
    ['no lookup', 'observed', (story) => story.grant(story.ask({ requestType: 2, cookie: 'c' }))],
    [
      'a lookup',
      'observed',
      (story) => {
        const asked = story.ask({ requestType: 2, cookie: 'c' });
        story.record({ cookie: 'c' }, []);
        story.grant(asked);
      },
    ],
    ['another type', 'nothing', bound()],
  ]);
});

describe('EP-REC-06', () => {
  rows('EP-REC-06', [
    ['in order', 'right', bound()],
    [
      'after a lookup that failed',
      'right',
      (story) => {
        const asked = story.ask({ requestType: 3, cookie: 'c' });
        story.fail(story.beginRecord({ cookie: 'c' }));
        story.record({ cookie: 'c' }, [EVENT]);
        story.token(tokenFields(MOVIE, { cookie: 'c', deviceid: DEVICE_A }));
        story.grant(asked);
      },
    ],
    [
      'both at once',
      'wrong',
      (story) => {
        const asked = story.ask({ requestType: 3, cookie: 'c' });
        const lookup = story.beginRecord({ cookie: 'c' });
        story.token(tokenFields(MOVIE, { cookie: 'c', deviceid: DEVICE_A }));
        story.reply(lookup, { body: [EVENT] });
        story.grant(asked);
      },
    ],
    [
      'the token request first',
      'wrong',
      (story) => {
        const asked = story.ask({ requestType: 3, cookie: 'c' });
        story.token(tokenFields(MOVIE, { cookie: 'c' }));
        story.record({ cookie: 'c' }, [EVENT]);
        story.grant(asked);
      },
    ],
    [
      'after a lookup that nobody answered',
      'wrong',
      (story) => {
        const asked = story.ask({ requestType: 3, cookie: 'c' });
        story.fail(story.beginRecord({ cookie: 'c' }));
        story.token(tokenFields(MOVIE, { cookie: 'c' }));
        story.grant(asked);
      },
    ],
    ['a second request from the cache', 'right', secondWithoutLookup],
    ['no lookup, which is the business of EP-REC-05.bound', 'nothing', unasked()],
  ]);
});

describe('EP-REC-07', () => {
  const answered =
    (events: unknown, deviceid: string | undefined = DEVICE_A) =>
    (story: Story) => {
      const asked = story.ask({ requestType: 3, cookie: 'c' });
      story.record({ cookie: 'c' }, events);
      story.token(tokenFields(MOVIE, { cookie: 'c', deviceid }));
      story.grant(asked);
    };
  const foreign = { cookie: 'd', device_id: DEVICE_B };
  const declared = knownWith({ record: { root: 'log', deviceId: 'hu', cookie: 'ck', errorCode: 'rc' } });
  rows('EP-REC-07', [
    ['the event of this cookie', 'right', answered([foreign, EVENT])],
    ['as a single object', 'right', answered(EVENT)],
    ['in a format of its own', 'right', answered({ log: [{ hu: DEVICE_A, ck: 'c', rc: 0 }] }), declared],
    ['the event of another cookie', 'wrong', answered([foreign, EVENT], DEVICE_B)],
    ['no event of this cookie', 'wrong', answered([foreign], DEVICE_B)],
    ['a format that nobody declared', 'nothing', answered([EVENT].map(String))],
  ]);
});
