import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { Finding } from '../finding';
import { knownWith } from '../reading/testing/story';
import { ServiceStory } from '../reading/testing/service-story';
import { RECORD_SERVICE } from './index';

const FORMAT = {
  root: '',
  deviceId: 'device_id',
  cookie: 'cookie',
  errorCode: 'error_code',
  eventId: 'event_id',
} as const;
const LAST32 = knownWith({ record: { ...FORMAT, mode: 'last32' } });
const LATEST = knownWith({ record: { ...FORMAT, mode: 'latest' } });

function judge(story: ServiceStory, id: string, known = LAST32): Finding[] {
  const check = RECORD_SERVICE.find((one) => one.id === id);
  assert.ok(check, id);
  return check.judge(story.journal, known);
}

const verdicts = (...judged: Parameters<typeof judge>): string[] => judge(...judged).map(({ verdict }) => verdict);

const event = (id: number, cookie = 'c-a', device = 'd-a') => ({ event_id: id, cookie, device_id: device });
const events = (count: number, from = count): object[] => Array.from({ length: count }, (_, at) => event(from - at));

/** So many licenses under the cookie `c-a`. */
function redeemed(count: number): ServiceStory {
  const story = new ServiceStory();
  for (let turn = 0; turn < count; turn += 1) story.license({ requestType: 2 }, 'license', { cookie: 'c-a' });
  return story;
}

describe('records by cookie', () => {
  it('are those of the cookie', () => {
    const story = redeemed(2);
    story.records({}, [event(2), event(1)]);
    assert.deepEqual(verdicts(story, 'EP-REC-21.filter'), ['right']);
    assert.deepEqual(verdicts(story, 'EP-REC-21.count'), ['right']);
  });

  it('hold no event of another cookie, and no second device', () => {
    for (const other of [event(1, 'c-b'), { event_id: 1, device_id: 'd-b' }]) {
      const story = redeemed(1);
      story.records({}, [event(2), other]);
      assert.deepEqual(verdicts(story, 'EP-REC-21.filter'), ['wrong']);
    }
  });

  it('are as many as the declared mode says', () => {
    const many = redeemed(33);
    many.records({}, events(32));
    assert.deepEqual(verdicts(many, 'EP-REC-21.count'), ['right']);
    assert.deepEqual(verdicts(many, 'EP-REC-21.count', LATEST), ['wrong']);
    const tooMany = redeemed(33);
    tooMany.records({}, events(33));
    assert.deepEqual(verdicts(tooMany, 'EP-REC-21.count'), ['wrong']);
    const one = redeemed(3);
    one.records({}, event(3));
    assert.deepEqual(verdicts(one, 'EP-REC-21.count', LATEST), ['right']);
    assert.deepEqual(verdicts(one, 'EP-REC-21.count'), ['wrong']);
  });

  it('cannot be judged before they show', () => {
    const story = redeemed(1);
    story.records({}, []);
    assert.deepEqual(verdicts(story, 'EP-REC-21.filter'), ['could-not-test']);
  });

  it('may be missing while they are waited for, and not in the end', () => {
    const story = redeemed(2);
    story.records({}, []);
    story.records({}, [event(1)]);
    story.records({}, [event(2), event(1)]);
    assert.deepEqual(verdicts(story, 'EP-REC-21.filter'), ['right', 'right']);
    assert.deepEqual(verdicts(story, 'EP-REC-21.count'), ['right']);
    const lost = redeemed(2);
    lost.records({}, [event(2), event(1)]);
    lost.records({}, []);
    assert.deepEqual(verdicts(lost, 'EP-REC-21.filter'), ['right', 'could-not-test']);
    assert.deepEqual(verdicts(lost, 'EP-REC-21.count'), ['right', 'wrong']);
  });

  it('are too many or foreign while they are waited for just as well', () => {
    const story = redeemed(33);
    story.records({}, events(33));
    story.records({}, [event(1, 'c-b')]);
    story.records({}, events(32));
    assert.deepEqual(verdicts(story, 'EP-REC-21.filter'), ['right', 'wrong', 'right']);
    assert.deepEqual(verdicts(story, 'EP-REC-21.count'), ['wrong', 'right']);
  });
});

describe('records without a selector', () => {
  const none = { selector: { kind: 'none' } } as const;

  it('are the most recent, 32 at most', () => {
    const story = redeemed(2);
    story.records(none, [event(9), event(8), event(7, 'c-b')]);
    story.records(none, [event(9), event(8), event(7, 'c-b')]);
    assert.deepEqual(verdicts(story, 'EP-REC-20'), ['right', 'right']);
    const long = redeemed(1);
    long.records(none, events(33));
    assert.deepEqual(verdicts(long, 'EP-REC-20'), ['wrong']);
  });

  it('hold the latest redemptions; on a busy account nothing follows from their absence', () => {
    const quiet = redeemed(2);
    quiet.records(none, [event(7, 'c-b'), event(6, 'c-b')]);
    quiet.records(none, [event(7, 'c-b'), event(6, 'c-b')]);
    assert.deepEqual(verdicts(quiet, 'EP-REC-20'), ['wrong', 'wrong']);
    const busy = redeemed(2);
    busy.records(none, [event(7, 'c-b'), event(6, 'c-b')]);
    busy.records(none, [event(8, 'c-b'), event(7, 'c-b')]);
    assert.deepEqual(verdicts(busy, 'EP-REC-20'), ['could-not-test', 'could-not-test']);
  });

  it('name a cookie where the service names any: those of time-based tokens have none', () => {
    const nameless = (event: object): object =>
      Object.fromEntries(Object.entries(event).filter(([name]) => name !== 'cookie'));
    const old = events(2).map(nameless);
    const told = (...byCookie: object[]): ServiceStory => {
      const story = redeemed(2);
      story.records(none, old);
      story.records({}, byCookie);
      story.records(none, old);
      return story;
    };
    assert.deepEqual(verdicts(told(...events(2)), 'EP-REC-20'), ['wrong', 'wrong']);
    assert.deepEqual(verdicts(told(...events(2).map(nameless)), 'EP-REC-20'), ['right', 'right']);
  });

  it('are not refused', () => {
    const story = redeemed(1);
    story.records(none, undefined, { status: 400, body: {} });
    assert.deepEqual(verdicts(story, 'EP-REC-20'), ['wrong']);
  });
});

describe('records by windows', () => {
  const windows = (all: object[], first: object[], second: object[], again = all, behind: object[] = []): string[] => {
    const story = redeemed(4);
    const ask = (start: number, length: number, told: object[]): void => {
      story.records({ selector: { kind: 'window', start, length } }, told);
    };
    ask(0, 4, all);
    ask(0, 2, first);
    ask(2, 2, second);
    ask(0, 4, again);
    ask(1_000_000_000, 2, behind);
    ask(32, 1, []);
    return verdicts(story, 'EP-REC-23');
  };
  const four = events(4);

  it('fit together, and end', () => {
    assert.deepEqual(windows(four, four.slice(0, 2), four.slice(2)), ['right', 'right']);
  });

  it('reach as far as there are events', () => {
    const story = new ServiceStory();
    story.license({ requestType: 2 }, 'license', { cookie: 'c-b' });
    story.license({ requestType: 2 }, 'license', { cookie: 'c-a' });
    story.records({ selector: { kind: 'none' } }, [event(2), event(1, 'c-b')]);
    story.records({ selector: { kind: 'window', start: 1, length: 1 } }, []);
    assert.deepEqual(verdicts(story, 'EP-REC-23'), ['wrong']);
    const end = new ServiceStory();
    end.license({ requestType: 2 }, 'license', { cookie: 'c-a' });
    end.license({ requestType: 2 }, 'license', { cookie: 'c-b' });
    end.records({ selector: { kind: 'none' } }, [event(1)]);
    end.records({ selector: { kind: 'window', start: 1, length: 1 } }, []);
    assert.notDeepEqual(verdicts(end, 'EP-REC-23'), ['wrong'], 'the later event may not show yet');
  });

  it('neither overlap nor skip', () => {
    assert.deepEqual(windows(four, four.slice(0, 2), four.slice(1, 3)), ['right', 'wrong']);
    assert.deepEqual(windows(four, four.slice(0, 2), four.slice(3)), ['right', 'wrong']);
  });

  it('are empty behind all events, and never longer than asked', () => {
    assert.deepEqual(windows(four, four.slice(0, 2), four.slice(2), four, [event(1)]), ['wrong', 'right']);
    assert.deepEqual(windows(four, four.slice(0, 3), four.slice(2)), ['wrong']);
  });

  it('prove nothing while events come in, or where there are hardly any', () => {
    assert.deepEqual(windows(four, four.slice(0, 2), four.slice(2), events(4, 5)), ['right', 'could-not-test']);
    assert.deepEqual(windows(four.slice(0, 1), four.slice(0, 1), []), ['right', 'could-not-test']);
  });
});

describe('a record by id', () => {
  const byId = (told: unknown, status = 200): string[] => {
    const story = redeemed(1);
    story.records({ selector: { kind: 'id', eventId: '5' } }, undefined, { status, body: told });
    return verdicts(story, 'EP-REC-22');
  };

  it('is the event of that id', () => {
    assert.deepEqual(byId([event(5)]), ['right']);
    assert.deepEqual(byId(event(5)), ['right']);
    assert.deepEqual(byId([event(6)]), ['wrong']);
  });

  it('need not be offered', () => {
    assert.deepEqual(byId({}, 400), ['not-applicable']);
    assert.deepEqual(byId([]), ['not-applicable']);
    assert.deepEqual(byId([event(9), event(8)]), ['not-applicable']);
  });
});

describe('who may see records', () => {
  const nobody = { id: 'authenticator-absent', sentence: 'the authenticator is absent' };
  const asked = (told: unknown, status: number, owner: object[] = [event(1)]): ServiceStory => {
    const story = redeemed(1);
    const twin = story.records({}, owner).number;
    story.records({ flaw: nobody, twin }, undefined, { status, body: told });
    return story;
  };

  it('is who has an authenticator', () => {
    const refused = asked({ errorCode: -2017 }, 401);
    assert.deepEqual(verdicts(refused, 'EP-REC-25.records'), ['right']);
    assert.deepEqual(verdicts(refused, 'EP-REC-25.status'), ['right']);
    assert.deepEqual(verdicts(asked([event(1)], 200), 'EP-REC-25.records'), ['wrong']);
    assert.deepEqual(verdicts(asked([], 200, []), 'EP-REC-25.records'), ['could-not-test']);
    assert.deepEqual(verdicts(asked([event(1)], 401), 'EP-REC-25.records'), ['wrong'], 'whatever the status');
  });

  it('is told by a status that only the operator can know', () => {
    const empty = asked([], 200);
    assert.deepEqual(verdicts(empty, 'EP-REC-25.status'), ['not-applicable']);
    const declared = knownWith({ record: FORMAT, readings: { 'errors.httpStatus': { '-2017': '401' } } });
    assert.deepEqual(verdicts(empty, 'EP-REC-25.status', declared), ['wrong']);
  });

  it('is the account that owns them', () => {
    const flaw = { id: 'another-account', sentence: 'another account asks' };
    const other = (byCookie: object[], all: object[], status = 200): string[] => {
      const story = redeemed(1);
      const twin = story.records({}, [event(1)]).number;
      story.records({ flaw, twin }, undefined, { status, body: byCookie });
      story.records({ flaw, twin, selector: { kind: 'none' } }, undefined, { status, body: all });
      return verdicts(story, 'EP-REC-30');
    };
    assert.deepEqual(other([], [event(7, 'c-x')]), ['right', 'right']);
    assert.deepEqual(other([event(1)], []), ['wrong', 'right']);
    assert.deepEqual(other([], [event(1)]), ['right', 'wrong']);
    assert.deepEqual(other([], [], 401), ['not-applicable', 'not-applicable']);
    assert.deepEqual(other([event(1)], [], 401), ['wrong', 'not-applicable'], 'whatever the status');
  });

  it('shows nothing by an answer that nobody can read', () => {
    const story = new ServiceStory();
    const twin = story.records({}, [event(1)]).number;
    const unreadable = { status: 200, body: Buffer.from([0xff, 0xfe, 0x00]) };
    for (const id of ['another-account', 'authenticator-unknown']) {
      story.records({ flaw: { id, sentence: 'somebody else asks' }, twin }, undefined, unreadable);
    }
    assert.deepEqual(verdicts(story, 'EP-REC-30'), ['could-not-test']);
    assert.deepEqual(verdicts(story, 'EP-REC-25.records'), ['could-not-test']);
  });
});

describe('a cookie beside the token', () => {
  const flaw = { id: 'another-cookie-beside-the-token', sentence: 'another cookie beside the token' };
  const redemption = (own: object[], other: object[], granted = true): string[] => {
    const story = new ServiceStory();
    const refusal = { status: 403, body: { errorCode: -4010 } };
    story.license({ deviation: 'flawed-request', flaw, requestType: 2 }, granted ? 'license' : refusal);
    const twin = story.records({}, own).number;
    story.records({ flaw, twin, cookie: 'c-x', selector: { kind: 'cookie', cookie: 'c-x' } }, other);
    return verdicts(story, 'EP-LIC-23');
  };

  it('registers nothing', () => {
    assert.deepEqual(redemption([event(1)], []), ['right']);
    assert.deepEqual(redemption([event(1)], [event(1, 'c-x')]), ['wrong']);
    assert.deepEqual(redemption([], [event(1, 'c-x')]), ['wrong']);
  });

  it('cannot be told from an answer that nobody can read', () => {
    assert.deepEqual(redemption([event(1)], 'no JSON' as never), ['could-not-test']);
    assert.deepEqual(redemption([], 'no JSON' as never, false), ['could-not-test']);
  });

  it('cannot be told before the redemption shows; one that was refused registers nothing', () => {
    assert.deepEqual(redemption([], []), ['could-not-test']);
    assert.deepEqual(redemption([], [], false), ['right']);
  });
});
