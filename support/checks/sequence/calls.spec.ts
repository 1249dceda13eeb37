import { describe } from 'node:test';
import type { EntitlementStimulus } from '../../exchange';
import {
  DEVICE_A,
  DEVICE_B,
  DUMMY,
  knownWith,
  MOVIE,
  TOKEN_URL,
  tokenFields,
  type Fields,
  type Wire,
} from '../reading/testing/story';
import { cookieOf, known, SHOW, type Grant, type Play } from './testing/play';
import { rows, type Row } from './testing/rows';

const A = cookieOf('device A');
const GUID = `{${DEVICE_A.slice(0, 8)}-${DEVICE_A.slice(8)}}`.toUpperCase();

/** One request of a type whose token request differs from the usual one. */
const KINDS = {
  1: (play: Play, fields: Fields, wire?: Wire): Grant =>
    play.timed('device A', { calls: (url) => void play.ticket(url, tokenFields(MOVIE, fields), wire) }),
  2: (play: Play, fields: Fields, wire?: Wire): Grant =>
    play.registration('device A', {
      calls: (url) => void play.ticket(url, tokenFields(DUMMY, { cookie: A, ...fields }), wire),
    }),
  3: (play: Play, fields: Fields, wire?: Wire): Grant =>
    play.bound('device A', {
      calls: (url) => {
        play.lookup('device A');
        play.ticket(url, tokenFields(MOVIE, { cookie: A, deviceid: DEVICE_A, ...fields }), wire);
      },
    }),
} as const;

const STORED = { contentKey: undefined, kek: MOVIE.kek };

function inAnyType(type: 1 | 2 | 3): readonly Row[] {
  const sent = (fields: Fields, wire?: Wire) => (play: Play) => void KINDS[type](play, fields, wire);
  return [
    ['as the diagram has it', 'right', sent({})],
    ['as a form', 'right', sent({}, { method: 'POST' })],
    ['keys in upper case', 'right', sent({ contentKey: (type === 2 ? DUMMY : MOVIE).contentKey.toUpperCase() })],
    ["another title's key", 'wrong', sent({ contentKey: SHOW.contentKey })],
    ["another title's IV", 'wrong', sent({ iv: SHOW.iv })],
    ['no IV', 'wrong', sent({ iv: undefined })],
    ['no key', 'wrong', sent({ contentKey: undefined })],
    ['an empty key', 'wrong', sent({ contentKey: '' })],
    ['kek alone', 'wrong', sent({ contentKey: undefined, kek: MOVIE.kek })],
    [
      'a body that is no form',
      'could-not-test',
      sent({}, { method: 'POST', headers: { 'content-type': 'application/json' }, body: '{}' }),
    ],
    [
      'nothing granted',
      'nothing',
      (play) => {
        const script = { answer: (exchange: Grant['exchange']) => play.deny(exchange) };
        if (type === 1) play.timed('device A', script);
        else if (type === 2) play.registration('device A', script);
        else play.bound('device A', script);
      },
    ],
    [
      'sent twice, because the first failed',
      'right',
      (play) => {
        const usual = tokenFields(type === 2 ? DUMMY : MOVIE, {
          ...(type === 1 ? {} : { cookie: A }),
          ...(type === 3 ? { deviceid: DEVICE_A } : {}),
        });
        const calls = (url: string): void => {
          if (type === 3) play.lookup('device A');
          play.fail(play.beginToken(usual));
          play.token(usual, {}, { status: 500, body: '' });
          play.ticket(url, usual);
        };
        if (type === 1) play.timed('device A', { calls });
        else if (type === 2) play.registration('device A', { calls });
        else play.bound('device A', { calls });
      },
    ],
  ];
}

function ofACookie(type: 2 | 3): readonly Row[] {
  const sent = (fields: Fields) => (play: Play) => void KINDS[type](play, fields);
  return [
    ["another client's cookie", 'wrong', sent({ cookie: cookieOf('device B') })],
    ['no cookie', 'wrong', sent({ cookie: undefined })],
    ['two cookies', 'wrong', sent({ cookie: [A, cookieOf('device B')] })],
    [
      'granted without asking',
      'wrong',
      (play) => {
        if (type === 2) play.registration('device A', { calls: () => undefined });
        else play.bound('device A', { calls: () => undefined });
      },
    ],
    [
      'a token kept for the same cookie and title',
      'right not-applicable',
      (play) => {
        const { url } = KINDS[type](play, {});
        if (type === 2) play.registration('device A', { url, calls: () => undefined });
        else play.bound('device A', { url, calls: () => undefined });
      },
    ],
    [
      'a token kept from another client',
      'right wrong',
      (play) => {
        const { url } = KINDS[type](play, {});
        if (type === 2) play.registration('device B', { url, calls: () => undefined });
        else play.bound('device B', { url, calls: () => undefined });
      },
    ],
  ];
}

describe('token requests', () => {
  rows('SEQ-02', [
    ...inAnyType(1),
    ['stored key by kid', 'right', (play) => void KINDS[1](play, { ...STORED, kid: MOVIE.kid })],
    ['wrapped key', 'right', (play) => void KINDS[1](play, { ...STORED, ek: MOVIE.ek })],
    ["another title's kid", 'wrong', (play) => void KINDS[1](play, { ...STORED, kid: SHOW.iv })],
    ['a kept token', 'not-applicable', (play) => void play.timed('device A', { calls: () => undefined })],
    ['an absolute expiry', 'right', (play) => void KINDS[1](play, { expirationTime: '2026-01-01T00:10:00Z' })],
    ['no expiry', 'wrong', (play) => void KINDS[1](play, { expirationTime: undefined })],
    ['an empty expiry', 'wrong', (play) => void KINDS[1](play, { expirationTime: '' })],
    ['an expiry nobody can read', 'wrong', (play) => void KINDS[1](play, { expirationTime: '600' })],
    [
      'no expiry, which the reading allows',
      'right',
      (play) => void KINDS[1](play, { expirationTime: undefined }),
      known({ readings: { 'expiration.required': [] } }),
    ],
    ['no rental, though the title has one', 'wrong', (play) => void KINDS[1](play, { rentalDuration: undefined })],
    ['another rental', 'wrong', (play) => void KINDS[1](play, { rentalDuration: '60' })],
    ["the cookie, which is SEES' own business", 'right', (play) => void KINDS[1](play, { cookie: A })],
    ...(['0', undefined] as const).map((rentalDuration): Row => [
      `rental ${rentalDuration ?? 'left out'} for a title without one`,
      'right',
      (play) =>
        void play.timed('device A', {
          stimulus: { contentID: 'show' },
          calls: (url) => void play.ticket(url, tokenFields(SHOW, { rentalDuration })),
        }),
    ]),
    [
      'a rental for a title without one',
      'wrong',
      (play) =>
        void play.timed('device A', {
          stimulus: { contentID: 'show' },
          calls: (url) => void play.ticket(url, tokenFields(SHOW, { rentalDuration: '3600' })),
        }),
    ],
    ['a title nobody configured', 'right', (play) => void KINDS[1](play, {}), knownWith({ contents: new Map() })],
  ]);
  rows('SEQ-21', [
    ...inAnyType(2),
    ...ofACookie(2),
    ['a device restriction', 'wrong', (play) => void KINDS[2](play, { deviceid: DEVICE_A })],
    ['a device restriction in another case', 'wrong', (play) => void KINDS[2](play, { DeviceID: DEVICE_A })],
  ]);
  const unrecorded = (value: string) => (play: Play) =>
    void play.bound('device A', {
      calls: (url) => {
        play.record({ cookie: A }, []);
        play.ticket(url, tokenFields(MOVIE, { cookie: A, deviceid: value }));
      },
    });
  rows('SEQ-29', [
    ...inAnyType(3),
    ...ofACookie(3),
    ['an accepted other name', 'right', (play) => void KINDS[3](play, { deviceid: undefined, device_id: DEVICE_A })],
    ['upper case', 'right', (play) => void KINDS[3](play, { deviceid: DEVICE_A.toUpperCase() })],
    ['GUID form', 'right', (play) => void KINDS[3](play, { deviceid: GUID })],
    [
      'base64 of the same bytes',
      'right',
      (play) => void KINDS[3](play, { deviceid: Buffer.from(DEVICE_A, 'hex').toString('base64') }),
    ],
    ['no device', 'wrong', (play) => void KINDS[3](play, { deviceid: undefined })],
    ['an empty device', 'wrong', (play) => void KINDS[3](play, { deviceid: '' })],
    ['another device', 'wrong', (play) => void KINDS[3](play, { deviceid: DEVICE_B })],
    ['under a name that nobody knows', 'wrong', (play) => void KINDS[3](play, { deviceid: undefined, hu: DEVICE_A })],
    [
      'under a name in the wrong case',
      'wrong',
      (play) => void KINDS[3](play, { deviceid: undefined, DEVICEID: DEVICE_A }),
    ],
    ['two devices', 'wrong', (play) => void KINDS[3](play, { device_id: DEVICE_B })],
    ['a device made up where the record has none', 'wrong', unrecorded(DEVICE_A)],
    [
      'a kept lookup',
      'right',
      (play) => {
        KINDS[3](play, {});
        play.bound('device A', {
          calls: (url) => void play.ticket(url, tokenFields(MOVIE, { cookie: A, deviceid: DEVICE_A })),
        });
      },
    ],
    [
      'an opaque id',
      'right',
      (play) =>
        void play.bound('device A', {
          calls: (url) => {
            play.record({ cookie: A }, { device_id: 'player/7 + seven' });
            play.ticket(url, tokenFields(MOVIE, { cookie: A, deviceid: 'player/7 + seven' }));
          },
        }),
    ],
    [
      'the device of a failed redemption where another succeeded, which EP-REC-10 minds',
      'right',
      (play) =>
        void play.bound('device A', {
          calls: (url) => {
            play.record({ cookie: A }, [
              { cookie: A, device_id: DEVICE_B, error_code: -4001 },
              { cookie: A, device_id: DEVICE_A },
            ]);
            play.ticket(url, tokenFields(MOVIE, { cookie: A, deviceid: DEVICE_B }));
          },
        }),
    ],
    [
      'an unbound second request',
      'right wrong',
      (play) =>
        void play.bound('device A', {
          calls: (url) => {
            play.lookup('device A');
            play.ticket(play.freshUrl(), tokenFields(MOVIE, { cookie: A, deviceid: DEVICE_A }));
            play.ticket(url, tokenFields(MOVIE, { cookie: A }));
          },
        }),
    ],
  ]);
});

const asking = (type: 1 | 2 | 3, play: Play, script: Parameters<Play['timed']>[1] = {}): Grant =>
  type === 1
    ? play.timed('device A', script)
    : type === 2
      ? play.registration('device A', script)
      : play.bound('device A', script);

/** ExpressPlay gives one URL, the player gets another. */
const changed =
  (type: 1 | 2 | 3, change: (url: string) => string, then: (play: Play, grant: Grant) => void = () => undefined) =>
  (play: Play): void =>
    then(play, asking(type, play, { answer: (exchange, url) => play.hand(exchange, change(url)) }));

const STRANGE = 'a token that ExpressPlay never gave';

function handedOut(type: 1 | 2 | 3): readonly Row[] {
  return [
    ['the token it got', 'right', (play) => void asking(type, play)],
    ['another token', 'wrong', changed(type, (url) => `${url}x`)],
    [
      'no token URL',
      'wrong',
      (play) => void asking(type, play, { answer: (exchange) => play.grant(exchange, { epTokenURL: undefined }) }),
    ],
    [
      STRANGE,
      'wrong',
      (play) => {
        play.timed();
        asking(type, play, { answer: (exchange) => play.hand(exchange, TOKEN_URL) });
      },
    ],
    [
      'license URL with a port and a longer path',
      'right',
      (play) =>
        void asking(type, play, { url: 'http://10.0.0.1:8443/a/b/hms/fp/rights/?v=1&ExpressPlayToken=AQsecret-token' }),
    ],
    [
      'a token URL without the parameter, untouched',
      'right',
      (play) => void asking(type, play, { url: 'https://fp.example.com/rights/secret-token' }),
    ],
    ['refused', 'nothing', (play) => void asking(type, play, { answer: (exchange) => play.deny(exchange) })],
    [
      'the second answer of a retry',
      'right',
      (play) =>
        void asking(type, play, {
          calls: (url) => {
            const fields = tokenFields(type === 2 ? DUMMY : MOVIE, type === 1 ? {} : { cookie: A });
            play.token(fields, {}, { status: 503, body: '' });
            play.ticket(url, fields);
          },
        }),
    ],
    [
      'an own URL around the token that serves',
      'right',
      changed(
        type,
        (url) => url.replace('fp.example', 'cdn.example'),
        (play, grant) => void play.redeem(grant),
      ),
    ],
    [
      'an own URL around the token that nobody answers',
      'wrong',
      changed(
        type,
        (url) => url.replace('fp.example', 'cdn.example'),
        (play, grant) => void play.hangUp(grant),
      ),
    ],
    [
      'an own URL around the token that brings no license',
      'wrong',
      changed(
        type,
        (url) => url.replace('rights', 'lefts'),
        (play, grant) => void play.turnAway(grant, {}, { status: 404 }),
      ),
    ],
    [
      'an own URL, and the service puts off',
      'right',
      changed(
        type,
        (url) => `${url}&x=1`,
        (play, grant) => void play.turnAway(grant, {}, { status: 429 }),
      ),
    ],
    ["its own URL, refused: not SEES' doing", 'right', (play) => void play.turnAway(asking(type, play))],
  ];
}

describe('token URLs', () => {
  rows(
    'SEQ-04',
    handedOut(1).filter(([name]) => name !== STRANGE),
  );
  rows('SEQ-22', handedOut(2));
  rows('SEQ-31', handedOut(3));
  rows(
    'SEES-RES-05.token',
    handedOut(1).filter(([name]) => name !== STRANGE),
  );
  rows('SEES-RES-05.token', [
    [
      'a kept time-based token',
      'right',
      (play) => {
        const { url } = play.timed();
        play.timed('device B', { url, calls: () => undefined });
      },
    ],
    [
      'a time-based token from before',
      'not-applicable',
      (play) => void play.timed('device A', { calls: () => undefined }),
    ],
    [
      'a time-based token got in advance',
      'right',
      (play) => {
        const url = play.freshUrl();
        play.ticket(url, tokenFields(MOVIE));
        play.timed('device A', { url, calls: () => undefined });
      },
    ],
    [
      'a bound token for a time-based title',
      'right wrong',
      (play) => {
        const { url } = play.bound();
        play.timed('device A', { url, calls: () => undefined });
      },
    ],
    [
      'a time-based token for a bound title',
      'right wrong',
      (play) => {
        const { url } = play.timed();
        play.bound('device A', { url, calls: () => undefined });
      },
    ],
    [
      'a bound token for another client',
      'right wrong',
      (play) => {
        const { url } = play.bound('device A');
        play.bound('device B', { url, calls: () => undefined });
      },
    ],
  ]);
  rows('SEES-RES-05.unchanged', [
    ['to the last character', 'right', (play) => void play.timed()],
    ['one parameter more', 'wrong', changed(1, (url) => `${url}&x=1`)],
    ['another host', 'wrong', changed(2, (url) => url.replace('fp.', 'cdn.'))],
    ['another spelling of the host', 'wrong', changed(3, (url) => url.replace('fp.', 'FP.'))],
    ['the line end left on', 'wrong', changed(3, (url) => `${url}\r\n`)],
    ['another token', 'wrong', changed(1, (url) => `${url}x`)],
    [
      'no line end in the answer',
      'right',
      (play) =>
        void play.timed('device A', {
          calls: (url) => void play.token(tokenFields(MOVIE), {}, { body: url }),
        }),
    ],
    [
      'comments in the answer',
      'right',
      (play) =>
        void play.timed('device A', {
          calls: (url) => void play.token(tokenFields(MOVIE), {}, { body: `# for you\r\n${url}\r\n` }),
        }),
    ],
  ]);
});

describe('order', () => {
  /** SEES answers while its token request is still open. */
  const hasty =
    (type: 1 | 2 | 3) =>
    (play: Play): void => {
      const url = play.freshUrl();
      const cookie = type === 1 ? undefined : A;
      const stimulus: Partial<EntitlementStimulus> = { requestType: type, contentID: type === 2 ? 'dummy' : 'movie' };
      const exchange = play.ask(cookie === undefined ? stimulus : { ...stimulus, cookie, registration: 'redeemed' });
      if (type === 3) play.lookup('device A');
      const call = play.beginToken(tokenFields(type === 2 ? DUMMY : MOVIE, { cookie }));
      play.hand(exchange, url);
      play.reply(call, { body: url });
    };
  rows('SEQ-07.order', [
    ['asked, answered, handed out', 'right', (play) => void play.timed()],
    ['a kept token', 'not-applicable', (play) => void play.timed('device A', { calls: () => undefined })],
    ['handed out before the answer', 'wrong', hasty(1)],
    ['asked, and another handed out', 'wrong', changed(1, (url) => `${url}x`)],
    ['refused', 'nothing', (play) => void play.timed('device A', { answer: (exchange) => play.deny(exchange) })],
  ]);
  const times =
    (count: number, fields: Fields = {}) =>
    (play: Play) =>
      void play.timed('device A', {
        calls: (url) => {
          for (let index = 0; index < count; index += 1) play.ticket(url, tokenFields(MOVIE, fields));
        },
      });
  rows('SEQ-07.counts', [
    ['one', 'right', times(1)],
    ['none', 'right', times(0)],
    ['two tokens', 'wrong', times(2)],
    ['a device restriction', 'wrong', times(1, { deviceid: DEVICE_A })],
    ['a second try after a failure', 'right', inAnyType(1).at(-1)![2]],
    [
      'a lookup',
      'wrong',
      (play) =>
        void play.timed('device A', {
          calls: (url) => {
            play.lookup('device A');
            play.ticket(url, tokenFields(MOVIE));
          },
        }),
    ],
    [
      'a license request of its own',
      'wrong',
      (play) => {
        play.timed();
        const request = { method: 'POST', url: TOKEN_URL, headers: {}, body: Buffer.alloc(0) };
        play.reply(play.journal.begin({ operation: 'license', from: 'sees', to: 'expressplay', request }), {});
      },
    ],
  ]);
  const lookups =
    (...tell: ((play: Play) => void)[]) =>
    (play: Play) =>
      void play.bound('device A', {
        calls: (url) => {
          for (const one of tell) one(play);
          play.ticket(url, tokenFields(MOVIE, { cookie: A, deviceid: DEVICE_A }));
        },
      });
  rows('SEQ-36', [
    [
      'both phases in order',
      'right',
      (play) => {
        play.registered();
        play.played();
      },
    ],
    ['registration handed out before the answer', 'wrong', hasty(2)],
    ['bound URL handed out before the answer', 'wrong', hasty(3)],
    ['no lookup', 'wrong', lookups()],
    ["a lookup by another client's cookie", 'wrong', lookups((play) => void play.lookup('device B'))],
    ['a lookup that is still open', 'wrong', lookups((play) => void play.beginRecord({ cookie: A }))],
    ['a lookup that failed', 'wrong', lookups((play) => play.fail(play.beginRecord({ cookie: A })))],
    [
      'asked until the record shows',
      'right',
      lookups(
        (play) => play.fail(play.beginRecord({ cookie: A })),
        (play) => void play.record({ cookie: A }, []),
        (play) => void play.lookup('device A'),
      ),
    ],
    [
      'a kept lookup for the second title',
      'right',
      (play) => {
        play.bound();
        lookups()(play);
      },
    ],
    [
      'a kept lookup of another cookie',
      'right wrong',
      (play) => {
        play.bound('device B');
        lookups()(play);
      },
    ],
    ['refused', 'nothing', (play) => void play.bound('device A', { answer: (exchange) => play.deny(exchange) })],
  ]);
  rows('SEQ-37', [
    ['a bound title', 'observed', (play) => void play.bound()],
    ['no bound title', 'nothing', (play) => void play.timed()],
  ]);
  const drawn = ['SEQ-01', 'SEQ-03', 'SEQ-05', 'SEQ-20', 'SEQ-25', 'SEQ-27', 'SEQ-30', 'SEQ-32', 'SEQ-33'];
  rows(drawn, [
    [
      'everything',
      'observed',
      (play) => {
        play.redeem(play.timed());
        play.registered();
        play.played();
      },
    ],
    ['nothing', 'could-not-test', () => undefined],
  ]);
});
