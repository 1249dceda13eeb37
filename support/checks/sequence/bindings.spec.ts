import { describe } from 'node:test';
import type { EntitlementStimulus, Registration } from '../../exchange';
import { DEVICE_A, DEVICE_B, MOVIE, tokenFields, type Fields } from '../reading/testing/story';
import { cookieOf, known, type Grant, type Play, type Script } from './testing/play';
import { rows, type Row } from './testing/rows';

const B = cookieOf('device B');
const blind = known({ backend: false });

/** A registered and got its title, or was refused it; B then asks for a bound title, and its cookie stands like this. */
const asked =
  (
    registration: Registration,
    script: Script = {},
    then: (play: Play, grant: Grant) => void = () => undefined,
    twin = true,
  ) =>
  (play: Play): void => {
    play.registered('device A');
    if (twin) play.played('device A');
    else play.bound('device A', { answer: (exchange) => play.deny(exchange) });
    const stimulus: Partial<EntitlementStimulus> = { registration };
    then(play, play.bound('device B', { stimulus, calls: () => void play.record({ cookie: B }, []), ...script }));
  };

const denied: Script['answer'] = (exchange) =>
  exchange.answer({
    status: 200,
    headers: {},
    body: Buffer.from(JSON.stringify({ isAllowed: false, error: 7 })),
  });

/** SEES asks for a token with these fields although the record is empty. */
const goesOn =
  (registration: Registration, fields: Fields, answer?: Script['answer'], then?: (play: Play, grant: Grant) => void) =>
  (play: Play): void =>
    asked(
      registration,
      {
        calls: (url) => {
          play.record({ cookie: B }, []);
          play.ticket(url, tokenFields(MOVIE, { cookie: B, ...fields }));
        },
        ...(answer === undefined ? {} : { answer }),
      },
      then,
    )(play);

const trying =
  (...served: readonly string[]) =>
  (play: Play, grant: Grant): void => {
    for (const device of ['device B', 'device A']) {
      if (served.includes(device)) play.redeem(grant, { device, deviation: 'other-device' });
      else play.turnAway(grant, { device, deviation: 'other-device' });
    }
  };

function unbound(registration: Registration): readonly Row[] {
  const silent = registration === 'delayed';
  return [
    ['refused', 'right', asked(registration, { answer: denied })],
    [
      'refused with 403',
      'right',
      (play) => asked(registration, { answer: (exchange) => play.reply(exchange, { status: 403 }) })(play),
    ],
    [
      'a grant without a URL',
      'right',
      (play) => asked(registration, { answer: (exchange) => play.grant(exchange, { epTokenURL: undefined }) })(play),
    ],
    ['an unbound token', 'wrong', goesOn(registration, {})],
    [
      'an unbound token, though no twin was granted',
      'wrong',
      (play) =>
        asked(
          registration,
          {
            calls: (url) => void play.ticket(url, tokenFields(MOVIE, { cookie: B })),
          },
          undefined,
          false,
        )(play),
    ],
    [
      'an unbound token in a refusal',
      'wrong',
      (play) => goesOn(registration, {}, (exchange, url) => play.deny(exchange, { epTokenURL: url }))(play),
    ],
    [
      'an unbound token under an error status',
      'wrong',
      (play) =>
        goesOn(registration, {}, (exchange, url) => play.grant(exchange, { epTokenURL: url }, { status: 403 }))(play),
    ],
    ['an empty device', 'wrong', goesOn(registration, { deviceid: '' })],
    ['a device under a name that nobody knows', 'wrong', goesOn(registration, { DeviceID: DEVICE_B })],
    ['a token that names some device', 'right', goesOn(registration, { deviceid: DEVICE_A })],
    [
      'bound first in vain, then unbound',
      'wrong',
      (play) =>
        asked(registration, {
          calls: (url) => {
            play.token(tokenFields(MOVIE, { cookie: B, deviceid: DEVICE_B }), {}, { status: 400, body: '' });
            play.ticket(url, tokenFields(MOVIE, { cookie: B }));
          },
        })(play),
    ],
    [
      'a time-based token got earlier',
      'wrong',
      (play) => {
        const { url } = play.timed('device A');
        asked(registration, { url })(play);
      },
    ],
    ['put off', 'could-not-test', (play) => asked(registration, { answer: (exchange) => play.putOff(exchange) })(play)],
    ['no answer', 'could-not-test', (play) => asked(registration, { answer: (exchange) => play.fail(exchange) })(play)],
    ['refused like the registered player', 'could-not-test', asked(registration, { answer: denied }, undefined, false)],
    ['unseen, redeemed by both', 'wrong', asked(registration, {}, trying('device A', 'device B')), blind],
    [
      'unseen, redeemed by the asker alone',
      silent ? 'right' : 'wrong',
      asked(registration, {}, trying('device B')),
      blind,
    ],
    ['unseen, redeemed by the other alone', 'right', asked(registration, {}, trying('device A')), blind],
    ['unseen, redeemed by nobody', 'right', asked(registration, {}, trying()), blind],
    ['unseen, tried by nobody', 'could-not-test', asked(registration), blind],
    [
      'unseen, and ExpressPlay puts off',
      'could-not-test',
      asked(
        registration,
        {},
        (play, grant) => void play.turnAway(grant, { device: 'device B', deviation: 'other-device' }, { status: 429 }),
      ),
      blind,
    ],
    ['nobody of the kind asked', 'nothing', (play) => void play.played()],
  ];
}

function refusedAt(registration: Registration): readonly Row[] {
  return [
    ['refused', 'right', asked(registration, { answer: denied })],
    [
      'refused with 403',
      'right',
      (play) => asked(registration, { answer: (exchange) => play.reply(exchange, { status: 403 }) })(play),
    ],
    ['granted, bound to somebody', 'wrong', goesOn(registration, { deviceid: DEVICE_A })],
    ['granted', 'wrong', asked(registration)],
    ['put off', 'could-not-test', (play) => asked(registration, { answer: (exchange) => play.putOff(exchange) })(play)],
    ['no answer', 'could-not-test', (play) => asked(registration, { answer: (exchange) => play.fail(exchange) })(play)],
    ['refused like the registered player', 'could-not-test', asked(registration, { answer: denied }, undefined, false)],
    ['nobody of the kind asked', 'nothing', (play) => void play.played()],
  ];
}

describe('missing bindings', () => {
  rows(['SEQ-38.unbound', 'SEES-ERR-09.unbound'], unbound('none'));
  rows(['SEQ-39.unbound', 'SEES-ERR-09.unbound'], unbound('unredeemed'));
  rows('SEQ-49.unbound', unbound('delayed'));
  rows(['SEQ-38.refused', 'SEES-ERR-09.refused'], refusedAt('none'));
  rows(['SEQ-39.refused', 'SEES-ERR-09.refused'], refusedAt('unredeemed'));
  rows('SEQ-40', refusedAt('failed'));
  rows('SEES-ERR-09.calls', [
    ['none', 'observed', asked('none', { answer: denied })],
    ['one', 'observed', goesOn('unredeemed', {})],
    ['everybody is registered', 'nothing', (play) => void play.played()],
  ]);
});

describe('a record that shows late', () => {
  const again = (script: Script, then: (play: Play, grant: Grant) => void = () => undefined) =>
    asked('delayed', { answer: denied }, (play) => then(play, play.bound('device B', script)));
  rows('SEQ-49.succeeds', [
    ['the second request brings the license', 'right', again({}, (play, grant) => void play.redeem(grant))],
    [
      'SEES waited, and granted at once',
      'right',
      asked(
        'delayed',
        {
          calls: () => undefined,
        },
        (play, grant) => void play.redeem(grant),
      ),
    ],
    [
      'SEES waited; the URL of the second request is redeemed',
      'right',
      asked('delayed', {}, (play) => void play.redeem(play.bound('device B'))),
    ],
    [
      'granted once, refused later, never redeemed',
      'wrong',
      asked('delayed', {}, (play) => void play.bound('device B', { answer: (exchange) => play.deny(exchange) })),
    ],
    ['refused again', 'wrong', (play) => again({ answer: (exchange) => play.deny(exchange) })(play)],
    [
      'refused, then granted',
      'right',
      (play) =>
        again({ answer: (exchange) => play.deny(exchange) }, () => void play.redeem(play.bound('device B')))(play),
    ],
    ['no license with it', 'wrong', again({}, (play, grant) => void play.turnAway(grant))],
    [
      'ExpressPlay puts off',
      'could-not-test',
      again({}, (play, grant) => void play.turnAway(grant, {}, { status: 429 })),
    ],
    ['SEES puts off', 'could-not-test', (play) => again({ answer: (exchange) => play.putOff(exchange) })(play)],
    ['nobody asked again', 'could-not-test', asked('delayed', { answer: denied })],
    ['no record was late', 'nothing', (play) => void play.played()],
  ]);
});

describe('records of nobody', () => {
  const looked =
    (registration: Registration, events: unknown, twin = true) =>
    (play: Play): void =>
      asked(
        registration,
        { answer: denied },
        () => void play.harnessLookup('device B', registration, events),
        twin,
      )(play);
  const table = (registration: Registration): readonly Row[] => [
    ['no event', 'right', looked(registration, [])],
    ['an event without a device', 'right', looked(registration, [{ cookie: B }])],
    ['a failed redemption', 'right', looked(registration, [{ cookie: B, device_id: DEVICE_B, error_code: -4001 }])],
    ["another client's event", 'right', looked(registration, [{ cookie: cookieOf('device A'), device_id: DEVICE_A }])],
    ['a device', 'wrong', looked(registration, { cookie: B, device_id: DEVICE_B })],
    ['a device, in an event without the cookie', 'wrong', looked(registration, [{ device_id: DEVICE_B }])],
    ['unreadable', 'could-not-test', looked(registration, 'oops')],
    [
      'a history that names nobody at all',
      'could-not-test',
      (play) => {
        play.registered('device A');
        play.harnessLookup('device B', registration, []);
      },
    ],
    ['nobody looked', 'nothing', asked(registration, { answer: denied })],
  ];
  rows('EP-REC-27', table('failed'));
  rows('EP-REC-29', table('unredeemed'));
  rows('EP-REC-28', [
    ['an event of the failure', 'observed', looked('failed', [{ cookie: B, error_code: -4010 }])],
    ['none', 'observed', looked('failed', [])],
    ['unreadable', 'observed', looked('failed', 'oops')],
    ['nobody failed', 'nothing', looked('unredeemed', [])],
  ]);
});
