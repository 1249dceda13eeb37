import { describe } from 'node:test';
import { DEVICE_A, DEVICE_B, MOVIE, tokenFields } from '../reading/testing/story';
import { cookieOf, known, type Play } from './testing/play';
import { rows } from './testing/rows';

const A = cookieOf('device A');
const B = cookieOf('device B');

/** Both players register, then the harness looks both cookies up. */
const looked = (a: unknown, b: unknown) => (play: Play) => {
  play.registered('device A');
  play.registered('device B');
  play.harnessLookup('device A', 'redeemed', a);
  play.harnessLookup('device B', 'redeemed', b);
};
const eventA = { cookie: A, device_id: DEVICE_A };
const eventB = { cookie: B, device_id: DEVICE_B };

describe('history', () => {
  rows(
    ['SEQ-24', 'SEQ-28', 'EP-REC-26', 'EP-LIC-13'],
    [
      ['each with its own id', 'right', looked([eventA], [eventB])],
      ['a single event in place of an array', 'right', looked(eventA, eventB)],
      ['events without the cookie', 'right', looked([{ device_id: 'a' }], [{ device_id: 'b' }])],
      [
        'a wrapped array',
        'right',
        looked({ events: [eventA] }, { events: [eventB] }),
        known({ record: { root: 'events', deviceId: 'device_id', cookie: 'cookie', errorCode: 'error_code' } }),
      ],
      ['the events of everybody', 'right', looked([eventA, eventB], [eventA, eventB])],
      [
        'a failed attempt of another device beside it',
        'right',
        looked([{ ...eventA, device_id: DEVICE_B, error_code: -4001 }, eventA], [eventB]),
      ],
      [
        'the same device twice, spelt in two ways',
        'right',
        looked([eventA, { ...eventA, device_id: DEVICE_A.toUpperCase() }], [eventB]),
      ],
      ['one id for both', 'right wrong', looked([{ cookie: A, device_id: DEVICE_B }], [eventB])],
      [
        'the other device beside the own',
        'wrong right',
        looked([eventA, { cookie: A, device_id: DEVICE_B }], [eventB]),
      ],
      ['a device that never redeemed', 'wrong right', looked([eventA, { cookie: A, device_id: 'c' }], [eventB])],
      [
        'another id than before',
        'right wrong',
        (play) => {
          play.registered();
          play.harnessLookup('device A', 'redeemed', [eventA]);
          play.harnessLookup('device A', 'redeemed', [{ ...eventA, device_id: DEVICE_B }]);
        },
      ],
      ['no record in time', 'could-not-test', looked([], [])],
      [
        '404 for no record',
        'could-not-test',
        (play) => {
          play.registered();
          play.record({ cookie: A }, '', {}, { status: 404 });
        },
      ],
      [
        'empty at first, then there',
        'right',
        (play) => {
          play.registered();
          play.record({ cookie: A }, []);
          play.record({ cookie: A }, '', {}, { status: 500 });
          play.lookup('device A');
        },
      ],
      ['unreadable', 'could-not-test', looked('<html>', '<html>')],
      [
        'put off',
        'could-not-test',
        (play) => {
          play.registered();
          play.record({ cookie: A }, '', {}, { status: 429 });
        },
      ],
      [
        'asked before the registration, and after',
        'right',
        (play) => {
          play.record({ cookie: A }, []);
          play.registered();
          play.lookup('device A');
        },
      ],
      [
        'asked before the registration only',
        'nothing',
        (play) => {
          play.record({ cookie: A }, []);
          play.registered();
        },
      ],
      [
        'nobody registered',
        'nothing',
        (play) => {
          play.turnAway(play.registration());
          play.lookup('device A');
        },
      ],
      [
        'two devices under one cookie',
        'right',
        (play) => {
          play.registered('device A');
          play.registered('device B', { stimulus: { cookie: A } });
          play.harnessLookup('device A', 'redeemed', [{ cookie: A, device_id: DEVICE_B }, eventA]);
        },
      ],
    ],
  );

  const withoutLookup = (who: string, play: Play) =>
    void play.bound(who, {
      calls: (url) => void play.ticket(url, tokenFields(MOVIE, { cookie: cookieOf(who), deviceid: DEVICE_A })),
    });
  rows('SEQ-26', [
    ['asked', 'right', (play) => void play.bound()],
    [
      'asked by a form',
      'right',
      (play) =>
        void play.bound('device A', {
          calls: (url) => {
            play.reply(play.beginRecord({ cookie: A }, { method: 'POST' }), { body: [eventA] });
            play.ticket(url, tokenFields(MOVIE, { cookie: A, deviceid: DEVICE_A }));
          },
        }),
    ],
    [
      'kept for the second request',
      'right',
      (play) => {
        play.bound();
        withoutLookup('device A', play);
      },
    ],
    ['never asked', 'wrong', (play) => withoutLookup('device A', play)],
    [
      'asked for the first client only',
      'right wrong',
      (play) => {
        play.bound('device B');
        withoutLookup('device A', play);
      },
    ],
    [
      "asked by another client's cookie",
      'wrong',
      (play) =>
        void play.bound('device A', {
          calls: (url) => {
            play.lookup('device B');
            play.ticket(url, tokenFields(MOVIE, { cookie: A, deviceid: DEVICE_B }));
          },
        }),
    ],
    [
      'asked after the grant',
      'wrong',
      (play) => {
        withoutLookup('device A', play);
        play.lookup('device A');
      },
    ],
    [
      'put off, then asked',
      'right',
      (play) => {
        play.bound('device A', { calls: () => undefined, answer: (exchange) => play.putOff(exchange) });
        play.bound();
      },
    ],
    [
      'put off',
      'could-not-test',
      (play) => void play.bound('device A', { calls: () => undefined, answer: (exchange) => play.putOff(exchange) }),
    ],
    [
      'no answer',
      'could-not-test',
      (play) => void play.bound('device A', { calls: () => undefined, answer: (exchange) => play.fail(exchange) }),
    ],
    ['no bound title', 'nothing', (play) => void play.timed()],
  ]);
});
