import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { DEVICE_A, DEVICE_B, DUMMY, MOVIE, tokenFields, type Answer } from '../reading/testing/story';
import { cookieOf, idOf, known, opened, Play, SHOW, type Grant, type Script } from './testing/play';
import { judge, rows } from './testing/rows';

const CROSSED = ['SEQ-43.crossed', 'SEQ-53.crossed', 'SEES-SEC-05.crossed'];
const ALL = ['SEQ-43.all', 'SEQ-53.all', 'SEES-SEC-05.all'];
const A = cookieOf('device A');
const B = cookieOf('device B');
const unbinding = known({ readings: { 'deviceBinding.supported': false } });
const blind = known({ backend: false });

/** A and B register and ask in turns; B's bound request, and how both redeem, may differ. */
const turns =
  (
    second: (play: Play, first: Grant) => Script = () => ({}),
    redeem: (play: Play, first: Grant, second: Grant) => void = (play, first, other) => {
      play.redeem(first);
      play.redeem(other);
    },
  ) =>
  (play: Play): void => {
    const grants = [play.registration('device A'), play.registration('device B')];
    for (const grant of grants) play.redeem(grant);
    const first = play.bound('device A');
    redeem(play, first, play.bound('device B', second(play, first)));
  };

/** SEES asks for B's token in this way. */
const asking = (fields: Parameters<typeof tokenFields>[1], content = MOVIE) =>
  turns((play) => ({
    calls: (url) => {
      play.lookup('device B');
      play.ticket(url, tokenFields(content, { cookie: B, deviceid: DEVICE_B, ...fields }));
    },
  }));
const secondLicense = (answer: Answer) =>
  turns(undefined, (play, first, second) => {
    play.redeem(first);
    play.turnAway(second, {}, answer);
  });

describe('flows do not cross', () => {
  rows(CROSSED, [
    ['each its own', 'right', turns()],
    ['each its own, calls unseen', 'right', turns(), blind],
    ['the device id in upper case', 'right', asking({ deviceid: DEVICE_B.toUpperCase() })],
    [
      "another's answer",
      'wrong',
      turns((play) => ({
        answer: (exchange, url) => play.grant(exchange, { messageID: 'm-3', epTokenURL: url }),
      })),
    ],
    ["another's token URL", 'wrong', turns((_play, first) => ({ url: first.url, calls: () => undefined }))],
    [
      "another's token in a URL of its own",
      'wrong',
      turns((_play, first) => ({ url: `${first.url}&x=1`, calls: () => undefined })),
    ],
    ["another's device", 'wrong', asking({ deviceid: DEVICE_A })],
    ["another's device in upper case", 'wrong', asking({ deviceid: DEVICE_A.toUpperCase() })],
    ["another's cookie", 'wrong', asking({ cookie: A, deviceid: DEVICE_A })],
    ["nobody's cookie (EP-TOK-16)", 'right', asking({ cookie: `sees:${B}` })],
    ['no device', 'wrong', asking({ deviceid: undefined })],
    ['a device under a name that nobody knows', 'wrong', asking({ deviceid: undefined, hu: DEVICE_B })],
    ["another title's key", 'wrong', asking({}, SHOW)],
    [
      "another title's key in the license",
      'wrong',
      turns(undefined, (play, first, second) => {
        play.redeem(first);
        play.redeem(second, {}, SHOW);
      }),
    ],
    [
      'a key of no title in the license',
      'right',
      turns(undefined, (play, first, second) => {
        play.redeem(first);
        play.redeem(second, {}, { ...SHOW, contentKey: 'f'.repeat(32) });
      }),
    ],
    [
      "the registration title's key in the license",
      'right',
      turns(undefined, (play, first, second) => {
        play.redeem(first);
        play.redeem(second, {}, DUMMY);
      }),
    ],
    ['refused with its own URL', 'wrong', secondLicense({ status: 403 })],
    ['refused with 404', 'wrong', secondLicense({ status: 404 }), blind],
    ['a license put off', 'could-not-test', secondLicense({ status: 429 })],
    ['a license service that breaks', 'could-not-test', secondLicense({ status: 500 })],
    [
      'a license without an answer',
      'could-not-test',
      turns(undefined, (play, first, second) => {
        play.redeem(first);
        play.hangUp(second);
      }),
    ],
    [
      'a URL redeemed twice, which serves once',
      'right',
      turns(undefined, (play, first, second) => {
        play.redeem(first);
        play.redeem(second);
        play.turnAway(second);
      }),
    ],
    [
      'one of three put off by SEES',
      'right',
      (play) => {
        turns()(play);
        play.bound('device C', { calls: () => undefined, answer: (exchange) => play.putOff(exchange) });
      },
    ],
    [
      'everybody put off by SEES',
      'could-not-test',
      (play) => {
        for (const who of ['device A', 'device B']) {
          play.registered(who);
          play.bound(who, { calls: () => undefined, answer: (exchange) => play.putOff(exchange) });
        }
      },
    ],
    [
      'a retried token request',
      'right',
      turns((play) => ({
        calls: (url) => {
          play.lookup('device B');
          const fields = tokenFields(MOVIE, { cookie: B, deviceid: DEVICE_B });
          play.token(fields, {}, { status: 429, body: '' });
          play.ticket(url, fields);
        },
      })),
    ],
    [
      'ExpressPlay records one device for both, and refuses it',
      'wrong',
      turns(
        (play) => ({
          calls: (url) => {
            play.record({ cookie: B }, [{ device_id: DEVICE_A }]);
            play.ticket(url, tokenFields(MOVIE, { cookie: B, deviceid: DEVICE_A }));
          },
        }),
        (play, first, second) => {
          play.redeem(first);
          play.turnAway(second);
        },
      ),
    ],
    ['different titles', 'right', turns(() => ({ stimulus: { contentID: 'show' } }))],
    [
      'one client only',
      'could-not-test',
      (play) => {
        play.registered();
        play.played();
      },
    ],
    [
      'a kept time-based token for both',
      'right',
      (play) => {
        turns()(play);
        const { url } = play.timed('device A');
        play.timed('device B', { url, calls: () => undefined });
      },
    ],
    ['no binding on offer', 'not-applicable', secondLicense({ status: 403 }), unbinding],
  ]);

  rows(ALL, [
    ['all served', 'right', turns()],
    ['a license put off', 'right wrong', secondLicense({ status: 429 })],
    [
      'a license without an answer',
      'right wrong',
      turns(undefined, (play, first, second) => {
        play.redeem(first);
        play.hangUp(second);
      }),
    ],
    ['a license refused', 'right wrong', secondLicense({ status: 403 })],
    [
      'a title refused',
      'right wrong',
      turns(
        (play) => ({ answer: (exchange) => play.deny(exchange) }),
        (play, first) => void play.redeem(first),
      ),
    ],
    [
      'a registration put off',
      'right wrong',
      (play) => {
        play.registered('device A');
        play.registration('device B', { calls: () => undefined, answer: (exchange) => play.putOff(exchange) });
        play.played('device A');
      },
    ],
    [
      'put off once, served after',
      'right',
      (play) => {
        play.registered();
        play.bound('device A', { calls: () => undefined, answer: (exchange) => play.putOff(exchange) });
        play.played();
      },
    ],
    [
      'served, and put off after',
      'right',
      (play) => {
        play.registered();
        play.played();
        play.bound('device A', { calls: () => undefined, answer: (exchange) => play.putOff(exchange) });
      },
    ],
    [
      "another title's key",
      'right wrong',
      turns(undefined, (play, first, second) => {
        play.redeem(first);
        play.redeem(second, {}, SHOW);
      }),
    ],
    ['nobody', 'nothing', () => undefined],
    ['no binding on offer', 'not-applicable', turns(), unbinding],
  ]);
});

/** Twenty flows whose exchanges are all open at the same time, phase by phase. */
function crowd(size: number, deviceFor: (index: number) => number = (index) => index): Play {
  const play = new Play();
  const names = Array.from({ length: size }, (_, index) => `flow ${index + 1}`);
  const phase = (requestType: 2 | 3): void => {
    const { contentID } = requestType === 2 ? DUMMY : MOVIE;
    const open = names.map((flow, index) => {
      const cookie = cookieOf(flow);
      const messageID = `m-${requestType}-${index}`;
      const registration = requestType === 3 ? { registration: 'redeemed' as const } : {};
      const stimulus = { flow, device: flow, messageID, requestType, contentID, cookie, ...registration };
      return { flow, index, cookie, messageID, exchange: play.ask(stimulus) };
    });
    const calls = open.map((one) => {
      if (requestType === 3) play.lookup(one.flow);
      const deviceid = requestType === 3 ? idOf(names[deviceFor(one.index)]!) : undefined;
      const fields = tokenFields(requestType === 2 ? DUMMY : MOVIE, { cookie: one.cookie, deviceid });
      return { ...one, url: play.freshUrl(), call: play.beginToken(fields) };
    });
    for (const { call, url } of calls.toReversed()) play.reply(call, { body: url });
    for (const { exchange, url, messageID } of calls) play.grant(exchange, { messageID, epTokenURL: url });
    const licenses = calls.map(({ flow, exchange }) =>
      play.beginLicense({ flow, device: flow, grant: exchange.number, contentID, requestType }),
    );
    for (const license of licenses) {
      play.reply(license, { body: 'CKC' });
      license.open(opened(requestType === 2 ? DUMMY : MOVIE));
    }
  };
  phase(2);
  phase(3);
  return play;
}

describe('twenty flows at once', () => {
  it('all right', () => {
    for (const id of [...CROSSED, ...ALL, 'SEQ-24', 'SEQ-26', 'SEQ-29', 'SEQ-31', 'SEQ-36']) {
      const findings = judge(id, crowd(20));
      assert.ok(findings.length > 0, id);
      assert.deepEqual(
        findings.filter(({ verdict }) => verdict !== 'right'),
        [],
        id,
      );
    }
  });

  it('one crossing is found, with its exchange', () => {
    const findings = judge(
      'SEQ-53.crossed',
      crowd(20, (index) => (index === 7 ? 8 : index)),
    );
    assert.deepEqual(
      findings.map(({ verdict }) => verdict),
      ['wrong'],
    );
    assert.ok(findings[0]?.exchange !== undefined);
  });

  it('costs no more than a little each', () => {
    const play = crowd(20);
    const start = performance.now();
    for (const id of CROSSED) judge(id, play);
    // Measured 5 ms; a second would be felt in every run.
    assert.ok(performance.now() - start < 1000);
  });
});
