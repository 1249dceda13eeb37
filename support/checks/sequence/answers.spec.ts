import { describe } from 'node:test';
import { DEVICE_A, MOVIE, tokenFields, type Answer, type Fields } from '../reading/testing/story';
import { cookieOf, type Play, type Script } from './testing/play';
import { rows, type Row } from './testing/rows';

const A = cookieOf('device A');
const REFUSAL: Answer = { status: 400, headers: { 'content-type': 'application/json' }, body: { errorCode: -2002 } };

/** The same request without the fault and with it. */
const faulted =
  (type: 1 | 3, script: (play: Play, first: string) => Script, twin = true) =>
  (play: Play): void => {
    const ask = (own: Script) => (type === 1 ? play.timed('device A', own) : play.bound('device A', own));
    const { url } = ask(twin ? {} : { answer: (exchange) => play.deny(exchange) });
    const stimulus = { fault: 'the token service refuses' };
    ask({ stimulus, ...script(play, url) });
  };

const refusedRequest =
  (play: Play, type: 1 | 3, fields: Fields = {}) =>
  () => {
    if (type === 3) play.lookup('device A');
    const bound = type === 3 ? { cookie: A, deviceid: DEVICE_A } : {};
    play.token(tokenFields(MOVIE, { ...bound, ...fields }), {}, REFUSAL);
  };

function noGrant(type: 1 | 3): readonly Row[] {
  const when = (answer: (play: Play) => Script['answer'], twin = true) =>
    faulted(type, (play) => ({ calls: refusedRequest(play, type), answer: answer(play)! }), twin);
  return [
    ['refused', 'right', when((play) => (exchange) => play.deny(exchange))],
    ['refused with 502', 'right', when((play) => (exchange) => play.reply(exchange, { status: 502 }))],
    [
      'refused after a second try',
      'right',
      faulted(type, (play) => ({
        calls: () => {
          refusedRequest(play, type)();
          refusedRequest(play, type)();
        },
        answer: (exchange) => play.deny(exchange),
      })),
    ],
    ['granted', 'wrong', when((play) => (exchange, url) => play.hand(exchange, url))],
    [
      'granted with the token of before',
      'wrong',
      faulted(type, (play, url) => ({ url, calls: refusedRequest(play, type) })),
    ],
    ['a kept token, nobody asked', 'not-applicable', faulted(type, (_play, url) => ({ url, calls: () => undefined }))],
    ['a token from nowhere, nobody asked', 'wrong', faulted(type, () => ({ calls: () => undefined }))],
    [
      'refused, nobody asked',
      'could-not-test',
      faulted(type, (play) => ({ calls: () => undefined, answer: (exchange) => play.deny(exchange) })),
    ],
    ['no answer', 'could-not-test', when((play) => (exchange) => play.fail(exchange))],
    ['refused without the fault too', 'could-not-test', when((play) => (exchange) => play.deny(exchange), false)],
    [
      'no fault',
      'nothing',
      (play) => {
        if (type === 1) play.timed();
        else play.bound();
      },
    ],
  ];
}

describe('faults of the token service', () => {
  rows('SEQ-09', noGrant(1));
  rows('SEQ-50', noGrant(3));
  rows('SEES-ERR-12', noGrant(3));
  const reporting = (error: unknown) =>
    faulted(1, (play) => ({ calls: refusedRequest(play, 1), answer: (exchange) => play.deny(exchange, { error }) }));
  rows('SEQ-09', [
    ['an error that is no integer is not its business', 'right', reporting('-2002')],
    [
      'a token kept from before this scenario',
      'not-applicable',
      (play) => {
        play.timed('device A', { calls: () => undefined });
        play.timed('device A', { stimulus: { fault: 'the token service refuses' }, calls: () => undefined });
      },
    ],
  ]);
  rows(
    ['SEQ-50', 'SEES-ERR-12'],
    [
      [
        'an unbound token in its place',
        'wrong',
        faulted(3, (play) => ({
          calls: (url) => {
            refusedRequest(play, 3)();
            play.ticket(url, tokenFields(MOVIE, { cookie: A }));
          },
        })),
      ],
      [
        'a name that nobody knows, so that nothing was refused',
        'wrong',
        faulted(3, (play) => ({
          calls: (url) => void play.ticket(url, tokenFields(MOVIE, { cookie: A, DeviceID: DEVICE_A })),
        })),
      ],
      [
        'an unbound token kept from before',
        'wrong',
        (play) => {
          const { url } = play.timed();
          play.bound('device A', { url, stimulus: { fault: 'no binding' }, calls: () => undefined });
        },
      ],
    ],
  );
  rows('SEES-ERR-12', [
    [
      'asked for an unbound token, and granted nothing',
      'wrong',
      faulted(3, (play) => ({
        calls: (url) => {
          refusedRequest(play, 3)();
          play.ticket(url, tokenFields(MOVIE, { cookie: A }));
        },
        answer: (exchange) => play.deny(exchange),
      })),
    ],
    [
      'asked for an unbound token, and gave no answer',
      'wrong',
      faulted(3, (play) => ({
        calls: (url) => {
          refusedRequest(play, 3)();
          play.ticket(url, tokenFields(MOVIE, { cookie: A }));
        },
        answer: (exchange) => play.fail(exchange),
      })),
    ],
  ]);
});

describe('mixed requests', () => {
  rows('SEQ-51.paired', [
    [
      'each its own',
      'right',
      (play) => {
        play.bound();
        play.timed();
        play.registration();
      },
    ],
    [
      'a refusal carries it too',
      'right',
      (play) => void play.bound('device A', { answer: (exchange) => play.deny(exchange) }),
    ],
    [
      "another one's",
      'right wrong',
      (play) => {
        play.bound();
        play.timed('device A', {
          answer: (exchange, url) => play.grant(exchange, { messageID: 'm-1', epTokenURL: url }),
        });
      },
    ],
    [
      'one in another case',
      'wrong',
      (play) =>
        void play.timed('device A', {
          answer: (exchange, url) => play.grant(exchange, { messageID: 'M-1', epTokenURL: url }),
        }),
    ],
    [
      'none',
      'wrong',
      (play) =>
        void play.timed('device A', {
          answer: (exchange, url) => play.grant(exchange, { messageID: undefined, epTokenURL: url }),
        }),
    ],
    [
      '500 without one',
      'wrong',
      (play) => void play.timed('device A', { answer: (exchange) => play.reply(exchange, { status: 500 }) }),
    ],
    [
      'put off',
      'right could-not-test',
      (play) => {
        play.timed();
        play.timed('device A', { answer: (exchange) => play.putOff(exchange) });
      },
    ],
    [
      'no answer',
      'could-not-test',
      (play) => void play.timed('device A', { answer: (exchange) => play.fail(exchange) }),
    ],
    [
      'the client went away',
      'nothing',
      (play) => void play.timed('device A', { stimulus: { aborted: true }, answer: (exchange) => play.fail(exchange) }),
    ],
  ]);
  rows('SEQ-51.connection', [['any', 'observed', (play) => void play.timed()]]);
  rows('SEQ-45', [
    ['granted', 'observed', (play) => void play.registration('device A', { stimulus: { contentID: 'movie' } })],
    [
      'refused',
      'observed',
      (play) => void play.registration('device A', { answer: (exchange) => play.deny(exchange) }),
    ],
    ['nothing asked', 'nothing', () => undefined],
  ]);
});

describe('a client that goes away', () => {
  const gone = (play: Play): void =>
    void play.bound('device A', { stimulus: { aborted: true }, answer: (exchange) => play.fail(exchange) });
  const after =
    (answer?: (play: Play) => Script['answer']) =>
    (play: Play): void => {
      gone(play);
      play.bound('device A', answer === undefined ? {} : { answer: answer(play)! });
    };
  rows('SEQ-52', [
    ['the next is served', 'right', after()],
    ['the next is refused', 'wrong', after((play) => (exchange) => play.deny(exchange))],
    ['the next gets no answer', 'wrong', after((play) => (exchange) => play.fail(exchange))],
    ['the next is put off', 'could-not-test', after((play) => (exchange) => play.putOff(exchange))],
    [
      'the next is put off, the one after served',
      'right',
      (play) => {
        after(() => (exchange) => play.putOff(exchange))(play);
        play.bound();
      },
    ],
    ['nobody comes next', 'could-not-test', gone],
    [
      'SEES was faster',
      'not-applicable',
      (play) => {
        play.bound('device A', { stimulus: { aborted: true } });
        play.bound();
      },
    ],
    ['nobody goes away', 'nothing', (play) => void play.bound()],
  ]);
});
