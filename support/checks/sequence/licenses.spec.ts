import { describe } from 'node:test';
import type { LicenseStimulus } from '../../exchange';
import { DUMMY, MOVIE, tokenFields, type Answer } from '../reading/testing/story';
import { cookieOf, known, SHOW, type Grant, type Play, type Script } from './testing/play';
import { rows, type Row } from './testing/rows';

const unbinding = known({ readings: { 'deviceBinding.supported': false } });
const CKC = Buffer.concat([Buffer.from([0, 0, 0, 1]), Buffer.alloc(60, 7)]);

function grantOf(requestType: 1 | 2 | 3, play: Play): Grant {
  if (requestType === 1) return play.timed();
  play.registration();
  return requestType === 2 ? play.registration() : play.bound();
}

/** What holds wherever the right device redeems a good token. */
function granted(requestType: 1 | 2 | 3): readonly Row[] {
  const turn = (answer: Answer) => (play: Play) => void play.turnAway(grantOf(requestType, play), {}, answer);
  const title = requestType === 2 ? SHOW : undefined;
  return [
    ['a license that opens', 'right', (play) => void play.redeem(grantOf(requestType, play))],
    [
      '201 with a license',
      'right',
      (play) => {
        const { exchange, stimulus } = grantOf(requestType, play);
        const opened = play.redeem({ exchange, stimulus, url: '' }).opened;
        play.license(opened, { grant: exchange.number, requestType, contentID: stimulus.contentID! }, { status: 201 });
      },
    ],
    ['the key of another title', 'wrong', (play) => void play.redeem(grantOf(requestType, play), {}, title ?? SHOW)],
    ['refused with 403', 'wrong', turn({ status: 403 })],
    ['refused with 200 and an error', 'wrong', turn({ status: 200 })],
    [
      'a CKC that nobody can open',
      'wrong',
      (play) => {
        const exchange = play.turnAway(grantOf(requestType, play), {}, { status: 200, body: CKC });
        exchange.open({ kind: 'defect', why: 'the payload does not decrypt' });
      },
    ],
    [
      'a CKC for a captured SPC',
      'right',
      (play) => void play.turnAway(grantOf(requestType, play), { synthetic: false }, { status: 200, body: CKC }),
    ],
    ['put off with 429', 'could-not-test', turn({ status: 429 })],
    ['out of service', 'could-not-test', turn({ status: 503 })],
    ['no answer', 'could-not-test', (play) => void play.hangUp(grantOf(requestType, play))],
    [
      'never answered',
      'could-not-test',
      (play) => {
        const { exchange } = grantOf(requestType, play);
        play.beginLicense({ grant: exchange.number, requestType });
      },
    ],
    [
      'a token redeemed a second time',
      'right could-not-test',
      (play) => {
        const grant = grantOf(requestType, play);
        play.redeem(grant);
        play.turnAway(grant);
      },
    ],
    ['nothing redeemed', 'nothing', (play) => void grantOf(requestType, play)],
    [
      'only a redemption that had to fail',
      'nothing',
      (play) => void play.turnAway(grantOf(requestType, play), { deviation: 'expired' }),
    ],
  ];
}

describe('licenses for the right device', () => {
  rows('SEQ-06', granted(1));
  rows('SEQ-23', granted(2));
  rows(['SEQ-34', 'EP-LIC-05'], granted(3));
  rows('EP-LIC-01', [...granted(1), ...granted(2), ...granted(3)]);
  rows(
    ['SEQ-34', 'EP-LIC-05'],
    [['no binding on offer', 'not-applicable', (play) => void play.turnAway(play.bound()), unbinding]],
  );
});

const foreign: Partial<LicenseStimulus> = { device: 'device B', deviation: 'other-device' };

/** A holds two bound URLs; B tries the second in its way, then plays with a URL of its own. */
function mismatch(
  deviation: LicenseStimulus['deviation'],
  attempt: (play: Play, second: Grant, meant: Partial<LicenseStimulus>) => void,
  { twin = true, own = true, device = 'device B' } = {},
) {
  return (play: Play): void => {
    play.registered('device A');
    const [first, second] = [play.bound(), play.bound()];
    const { number } = twin ? play.redeem(first) : play.turnAway(first);
    attempt(play, second, { device, deviation, twin: number });
    if (device === 'device A') return;
    play.registered('device B');
    if (own) play.played('device B');
    else play.turnAway(play.bound('device B'));
  };
}

function refusedBeside(deviation: LicenseStimulus['deviation'], device = 'device B'): readonly Row[] {
  const answered = (answer: Answer, options = {}) =>
    mismatch(deviation, (play, second, meant) => void play.turnAway(second, meant, answer), { device, ...options });
  const needsOwn = device === 'device B';
  return [
    ...[400, 401, 403, 404, 410, 500].map((status): Row => [`refused with ${status}`, 'right', answered({ status })]),
    [
      'refused by closing the connection',
      needsOwn ? 'right' : 'could-not-test',
      mismatch(deviation, (play, second, meant) => void play.hangUp(second, meant), { device }),
    ],
    ['a license', 'wrong', mismatch(deviation, (play, second, meant) => void play.redeem(second, meant), { device })],
    ['a license under an error status', 'wrong', answered({ status: 403, body: CKC })],
    ['a CKC of another form', 'wrong', answered({ status: 200, body: { ckc: CKC.toString('base64') } })],
    ['put off with 429', 'could-not-test', answered({ status: 429 })],
    ['200 without a CKC', 'could-not-test', answered({ status: 200 })],
    [
      '200 without a CKC, which the operator calls a refusal',
      'right',
      answered({ status: 200 }),
      known({ readings: { 'license.denyStatuses': ['403', '2xx'] } }),
    ],
    [
      '503, which the operator calls a refusal',
      'right',
      answered({ status: 503 }),
      known({ readings: { 'license.denyStatuses': ['503'] } }),
    ],
    [
      'a status the operator does not call a refusal',
      'could-not-test',
      answered({ status: 404 }),
      known({ readings: { 'license.denyStatuses': ['403'] } }),
    ],
    ['the twin was refused too', 'could-not-test', answered({ status: 403 }, { twin: false })],
    ...(needsOwn
      ? [
          [
            'refused, and so is the device with its own URL',
            'could-not-test',
            answered({ status: 403 }, { own: false }),
          ] as Row,
        ]
      : []),
    [
      'a license beside a refused twin is wrong all the same',
      'wrong',
      mismatch(deviation, (play, second, meant) => void play.redeem(second, meant), { device, twin: false }),
    ],
    [
      'the token had been redeemed',
      'could-not-test',
      mismatch(
        deviation,
        (play, second, meant) => {
          play.redeem(second);
          play.turnAway(second, meant);
        },
        { device },
      ),
    ],
    ['no binding on offer', 'not-applicable', answered({ status: 403 }), unbinding],
    ['nothing of the kind was tried', 'nothing', (play) => void play.played()],
  ];
}

describe('licenses that must not be given', () => {
  rows(['SEQ-35', 'SEQ-42', 'EP-LIC-06'], refusedBeside('other-device'));
  rows(['SEQ-35', 'SEQ-42', 'EP-LIC-06'], refusedBeside('similar-id').slice(0, 8));
  rows(['SEQ-35', 'SEQ-42', 'EP-LIC-06'], refusedBeside('changed-hu', 'device A').slice(0, 8));
  rows('EP-LIC-16', refusedBeside('altered-url'));
  rows(['SEQ-48', 'EP-LIC-19'], refusedBeside('expired', 'device A'));
  rows(['SEQ-48', 'EP-LIC-19'], refusedBeside('other-device-expired'));

  rows('SEQ-42', [
    [
      'the other device never shows that it may have a license',
      'could-not-test',
      (play) => {
        play.registered();
        const twin = play.played().number;
        play.turnAway(play.bound(), { ...foreign, twin });
      },
    ],
    [
      'its own license was put off once',
      'right',
      mismatch('other-device', (play, second, meant) => {
        play.turnAway(second, meant);
        play.registered('device B');
        play.turnAway(play.bound('device B'), {}, { status: 429 });
      }),
    ],
    [
      'the service stays down after it',
      'wrong',
      (play) => {
        play.registered();
        const twin = play.played().number;
        play.hangUp(play.bound(), { ...foreign, twin });
        play.hangUp(play.bound('device B'));
      },
    ],
    [
      'SEES gives one URL for both requests, and it serves once',
      'could-not-test',
      (play) => {
        play.registered();
        const first = play.bound();
        const second = play.bound('device A', { url: first.url, calls: () => undefined });
        const twin = play.redeem(first).number;
        play.turnAway(second, { ...foreign, twin });
        play.registered('device B');
        play.played('device B');
      },
    ],
  ]);
});

/** Two time-based URLs; the first is redeemed at once, the second at its limit; then a fresh one. */
function late(
  second: (play: Play, grant: Grant, twin: number) => void,
  afresh: (play: Play) => void = (play) => void play.redeem(play.timed()),
) {
  return (play: Play): void => {
    const [first, other] = [play.timed(), play.timed()];
    const twin = play.redeem(first).number;
    second(play, other, twin);
    afresh(play);
  };
}

const expired = (play: Play, grant: Grant, twin: number) =>
  void play.turnAway(grant, { deviation: 'expired', offsetSeconds: 1, twin });

describe('licenses in time', () => {
  rows(
    ['EP-LIC-08', 'SEQ-08'],
    [
      ['refused a second late', 'right', late(expired)],
      ['granted a second early', 'right', late((play, grant) => void play.redeem(grant, { offsetSeconds: -1 }))],
      ['refused a second early', 'wrong', (play) => void play.turnAway(play.timed(), { offsetSeconds: -1 })],
      ['no time was at play', 'nothing', (play) => void play.redeem(play.timed())],
    ],
  );
  rows('EP-LIC-08', [
    [
      'granted a second late',
      'wrong',
      late((play, grant, twin) => {
        play.redeem(grant, { deviation: 'expired', offsetSeconds: 1, twin });
      }),
    ],
    [
      'a registration token that has ended',
      'right',
      (play) => {
        play.registered();
        play.turnAway(play.registration(), { deviation: 'expired', offsetSeconds: 1 });
      },
    ],
    [
      'refused, like everything else',
      'could-not-test',
      (play) => {
        const twin = play.turnAway(play.timed()).number;
        play.turnAway(play.timed(), { deviation: 'expired', offsetSeconds: 1, twin });
      },
    ],
    [
      'a kept token that serves once',
      'could-not-test',
      (play) => {
        const first = play.timed();
        const twin = play.redeem(first).number;
        play.turnAway(first, { deviation: 'expired', offsetSeconds: 1, twin });
      },
    ],
  ]);
  rows('SEQ-08', [
    [
      'granted a second late',
      'wrong right',
      late((play, grant, twin) => {
        play.redeem(grant, { deviation: 'expired', offsetSeconds: 1, twin });
      }),
    ],
    ['the fresh one is refused too', 'could-not-test wrong', late(expired, (play) => void play.turnAway(play.timed()))],
    [
      'the fresh one is put off',
      'right could-not-test',
      late(expired, (play) => {
        play.turnAway(play.timed(), {}, { status: 429 });
      }),
    ],
    ['nobody asks afresh', 'right could-not-test', late(expired, () => undefined)],
    [
      'SEES keeps the ended token',
      'could-not-test',
      (play) => {
        const first = play.timed();
        const twin = play.redeem(first).number;
        play.turnAway(first, { deviation: 'expired', offsetSeconds: 1, twin });
        play.turnAway(play.timed('device A', { url: first.url, calls: () => undefined }));
      },
    ],
  ]);

  const asked =
    (expirationTime: string | undefined, answer: Answer = {}) =>
    (play: Play) =>
      void play.timed('device A', {
        calls: (url) => void play.token(tokenFields(MOVIE, { expirationTime }), {}, { body: url, ...answer }),
        answer: (exchange, url) => (answer.status === undefined ? play.hand(exchange, url) : play.deny(exchange)),
      });
  rows('EP-TOK-49', [
    ['a token for a relative one', 'right', asked('+600')],
    ['a token for an absolute one', 'right', asked('2026-01-01T01:00:00Z')],
    ['refused', 'wrong', asked('+600', { status: 400 })],
    ['an absolute one refused', 'wrong', asked('2026-01-01T01:00:00.5Z', { status: 400 })],
    ['refused for the authenticator', 'could-not-test', asked('+600', { status: 401 })],
    ['put off', 'could-not-test', asked('+600', { status: 429 })],
    ['too far ahead', 'nothing', asked('+2592001', { status: 400 })],
    ['past', 'nothing', asked('2025-12-31T23:59:59Z', { status: 400 })],
    ['of no known form', 'nothing', asked('600', { status: 400 })],
    ['none', 'nothing', asked(undefined)],
    [
      'first an outage, then a token',
      'right',
      (play) => {
        asked('+600', { status: 500 })(play);
        asked('+600')(play);
      },
    ],
  ]);
});

describe('unbound tokens', () => {
  rows('EP-LIC-07', [
    [
      'two devices, two licenses',
      'right',
      (play) => {
        const [first, second] = [play.timed(), play.timed()];
        play.redeem(first);
        play.redeem(second, { device: 'device B' });
      },
    ],
    [
      'the second device is refused',
      'right wrong',
      (play) => {
        const [first, second] = [play.timed(), play.timed()];
        play.redeem(first);
        play.turnAway(second, { device: 'device B' });
      },
    ],
    [
      'one kept token that serves once',
      'right could-not-test',
      (play) => {
        const first = play.timed();
        const second = play.timed('device A', { url: first.url, calls: () => undefined });
        play.redeem(first);
        play.turnAway(second, { device: 'device B' });
      },
    ],
    ['one device only', 'could-not-test', (play) => void play.redeem(play.timed())],
  ]);

  const redeemedAs = (title: typeof SHOW | undefined) => (play: Play) =>
    void play.redeem(play.registration(), {}, title);
  rows(
    ['SEQ-47', 'EP-LIC-21'],
    [
      ['the key of its own title', 'right', redeemedAs(undefined)],
      ['the key of the real title', 'wrong', redeemedAs(MOVIE)],
      ['a key of nobody', 'wrong', redeemedAs({ ...SHOW, contentKey: 'ff'.repeat(16) })],
      [
        'the second device is refused',
        'right',
        (play) => {
          const [first, second] = [play.registration(), play.registration()];
          play.redeem(first);
          play.turnAway(second, { device: 'device B' });
        },
      ],
      ['both are refused', 'could-not-test', (play) => void play.turnAway(play.registration())],
      [
        'two titles that share the key',
        'right',
        redeemedAs(undefined),
        known({
          contents: new Map(
            [DUMMY, MOVIE, { ...SHOW, contentKey: DUMMY.contentKey }].map((one) => [one.contentID, one]),
          ),
        }),
      ],
      ['no other title', 'not-applicable', redeemedAs(undefined), known({ contents: new Map([['dummy', DUMMY]]) })],
      ['nothing redeemed', 'nothing', (play) => void play.registration()],
    ],
  );
  rows('EP-LIC-21', [
    ['the key of another title in a bound license', 'wrong', (play) => void play.redeem(play.bound(), {}, SHOW)],
  ]);
});

describe('one registration', () => {
  const another = { stimulus: { contentID: 'show' } };
  rows('SEQ-44', [
    [
      'two titles, two licenses',
      'right',
      (play) => {
        play.registered();
        play.played();
        play.played('device A', another);
      },
    ],
    ['there is no binding', 'not-applicable', (play) => void play.played(), unbinding],
    [
      'the second title is refused by SEES',
      'wrong right',
      (play) => {
        play.played();
        play.bound('device A', { ...another, answer: (exchange) => play.deny(exchange) });
      },
    ],
    [
      'the second license has the key of the first title',
      'right wrong',
      (play) => {
        play.played();
        play.redeem(play.bound('device A', another), {}, MOVIE);
      },
    ],
    [
      'the second request is put off',
      'could-not-test right',
      (play) => {
        play.played();
        play.bound('device A', { ...another, answer: (exchange) => play.putOff(exchange) });
      },
    ],
    ['one title only', 'could-not-test', (play) => void play.played()],
  ]);

  /** A registers, B registers under the same cookie, both try a URL each. */
  const shared = (boundTo: readonly ('device A' | 'device B')[], play: Play, { twin = false } = {}) => {
    if (twin) {
      play.registered('device C');
      play.played('device C');
    }
    play.registered('device A');
    play.registered('device B', { stimulus: { cookie: cookieOf('device A') } });
    const grants = boundTo.map(() => play.bound('device A'));
    for (const [index, device] of (['device A', 'device B'] as const).entries()) {
      const grant = grants[index];
      if (grant === undefined) continue;
      if (boundTo[index] === device) play.redeem(grant, { device, deviation: 'other-device' });
      else play.turnAway(grant, { device, deviation: 'other-device' });
    }
  };
  const refusing = (twin: boolean) => (play: Play) => {
    shared([], play, { twin });
    play.bound('device A', { calls: () => undefined, answer: (exchange) => play.deny(exchange) });
  };
  const reading = (multiDevice: 'latest' | 'first' | 'deny') => known({ readings: { multiDevice } });
  rows('SEQ-46', [
    ['the latest counts', 'right', (play) => shared(['device B', 'device B'], play)],
    ['the first counts, against the reading', 'wrong', (play) => shared(['device A', 'device A'], play)],
    [
      'the first counts, as the reading says',
      'right',
      (play) => shared(['device A', 'device A'], play),
      reading('first'),
    ],
    ['now one, now the other', 'wrong', (play) => shared(['device A', 'device B'], play)],
    ['neither', 'wrong', (play) => shared(['device B', 'device A'], play)],
    ['refused, against the reading', 'wrong', refusing(false)],
    [
      'refused, because ExpressPlay does not answer',
      'could-not-test',
      (play) => {
        shared([], play);
        play.bound('device A', {
          calls: () => {
            play.fail(play.beginRecord({ cookie: cookieOf('device A') }));
          },
          answer: (exchange) => play.deny(exchange),
        });
      },
    ],
    ['refused, as the reading says', 'right', refusing(true), reading('deny')],
    ['refused, like any request', 'could-not-test', refusing(false), reading('deny')],
    ['there is no binding', 'not-applicable', (play) => shared(['device A', 'device A'], play), unbinding],
    [
      'granted, though the reading says deny',
      'wrong',
      (play) => shared(['device B', 'device B'], play),
      reading('deny'),
    ],
    [
      'SEES puts everybody off',
      'could-not-test',
      (play) => {
        shared([], play);
        play.bound('device A', { calls: () => undefined, answer: (exchange) => play.putOff(exchange) });
      },
    ],
    [
      'the device that counts is put off',
      'could-not-test',
      (play) => {
        shared([], play);
        play.turnAway(play.bound('device A'), { device: 'device A', deviation: 'other-device' });
        play.turnAway(play.bound('device A'), { device: 'device B', deviation: 'other-device' }, { status: 429 });
      },
    ],
    [
      'the other device never tried',
      'could-not-test',
      (play) => {
        shared([], play);
        play.redeem(play.bound('device A'), { device: 'device B', deviation: 'other-device' });
      },
    ],
    [
      'one device registered twice',
      'could-not-test',
      (play) => {
        play.registered();
        play.registered();
        play.played();
      },
    ],
  ]);
});

describe("another client's cookie", () => {
  const borrowed = { cookie: cookieOf('device A'), cookieOwner: 'device A' };
  /** A and B are registered; B has its own license, and asks with A's cookie. */
  const borrow =
    (then: (play: Play, ask: (script?: Script) => Grant) => void, own = true) =>
    (play: Play) => {
      play.registered('device A');
      play.registered('device B');
      if (own) play.played('device B');
      else play.turnAway(play.bound('device B'));
      then(play, (script = {}) => play.bound('device B', { stimulus: borrowed, ...script }));
    };
  rows('SEQ-41', [
    ['SEES refuses', 'right', borrow((play, ask) => void ask({ answer: (exchange) => play.deny(exchange) }))],
    ['bound to the owner, so no license', 'right', borrow((play, ask) => void play.turnAway(ask(), foreign))],
    ['the caller gets a license', 'wrong', borrow((play, ask) => void play.redeem(ask(), foreign))],
    [
      'the caller gets a license, and none of its own',
      'wrong',
      borrow((play, ask) => void play.redeem(ask(), foreign), false),
    ],
    [
      'refused, as with its own cookie',
      'could-not-test',
      borrow((play, ask) => void ask({ answer: (exchange) => play.deny(exchange) }), false),
    ],
    [
      'SEES puts off',
      'could-not-test',
      borrow((play, ask) => void ask({ answer: (exchange) => play.putOff(exchange) })),
    ],
    [
      'ExpressPlay puts off',
      'could-not-test',
      borrow((play, ask) => void play.turnAway(ask(), foreign, { status: 429 })),
    ],
    [
      'SEES says nothing that can be read',
      'could-not-test',
      borrow((play, ask) => void ask({ answer: (exchange) => play.reply(exchange, { status: 200, body: 'no' }) })),
    ],
    ['nobody tried', 'could-not-test', borrow((_play, ask) => void ask())],
    ['everybody used a cookie of their own', 'nothing', borrow(() => undefined)],
    ['no binding on offer', 'not-applicable', borrow((play, ask) => void play.redeem(ask(), foreign)), unbinding],
  ]);
});
