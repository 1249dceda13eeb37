import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { Upstream } from '../../exchange';
import { DEVICE_A, DEVICE_B, knownWith, Story } from '../reading/testing/story';
import { HISTORIES } from './histories';
import { binding, boundTwin, verdicts, type Binding } from './testing/told';

const FIRST = knownWith({ readings: { multiDevice: 'first' } });
const DENY = knownWith({ readings: { multiDevice: 'deny' } });

function history(id: string, ...devices: string[]): Upstream {
  return { at: 'record', kind: 'history', id, sentence: `the history is ${id}`, devices };
}

function told(id: string, upstream: Upstream, binds: Partial<Binding>, known = knownWith()): string[] {
  const story = new Story();
  boundTwin(story);
  binding(story, { upstream, events: [], ...binds });
  return verdicts(HISTORIES, id, story, known);
}

const ids = [
  ['EP-REC-08', 'thirty-two-events-of-the-device'],
  ['EP-REC-08', 'a-newer-event-that-names-no-device'],
  ['EP-REC-09', 'a-single-event'],
  ['EP-REC-10', 'a-newer-failed-redemption-of-another-device'],
] as const;

for (const [check, id] of ids) {
  describe(`${check}: ${id}`, () => {
    const upstream = history(id, DEVICE_A);

    it('is right for a token bound to the device, in any spelling', () => {
      assert.deepEqual(told(check, upstream, { device: DEVICE_A }), ['right']);
      assert.deepEqual(told(check, upstream, { device: DEVICE_A.toUpperCase() }), ['right']);
    });

    it('is wrong for another device, for none and for a refusal', () => {
      assert.deepEqual(told(check, upstream, { device: DEVICE_B }), ['wrong']);
      assert.deepEqual(told(check, upstream, { device: null }), ['wrong']);
      assert.deepEqual(told(check, upstream, { says: 'refuse' }), ['wrong']);
    });

    it('cannot be told where SEES did not decide', () => {
      assert.deepEqual(told(check, upstream, { says: 'silence' }), ['could-not-test']);
      assert.deepEqual(told(check, upstream, { says: { status: 503 } }), ['could-not-test']);
    });
  });
}

describe('EP-REC-10: a failed redemption alone', () => {
  const upstream = history('a-failed-redemption-alone');

  it('is right for a refusal beside a grant', () => {
    assert.deepEqual(told('EP-REC-10', upstream, {}), ['right']);
    const alone = new Story();
    binding(alone, { upstream, events: [] });
    assert.deepEqual(verdicts(HISTORIES, 'EP-REC-10', alone), ['could-not-test']);
  });

  it('is wrong for a grant', () => {
    assert.deepEqual(told('EP-REC-10', upstream, { device: DEVICE_A }), ['wrong']);
  });
});

describe('EP-REC-12: two devices under one cookie', () => {
  const upstream = history('two-devices-one-after-the-other', DEVICE_A, DEVICE_B);
  const device = (binds: Partial<Binding>, known = knownWith()) => told('EP-REC-12.device', upstream, binds, known);
  const crossed = (binds: Partial<Binding>) => told('EP-REC-12.crossed', upstream, binds);

  it('follows the reading', () => {
    assert.deepEqual(device({ device: DEVICE_A }), ['right']);
    assert.deepEqual(device({ device: DEVICE_B }), ['wrong']);
    assert.deepEqual(device({ device: DEVICE_B }, FIRST), ['right']);
    assert.deepEqual(device({ device: DEVICE_A }, FIRST), ['wrong']);
    assert.deepEqual(device({}, DENY), ['right']);
    assert.deepEqual(device({ device: DEVICE_A }, DENY), ['wrong']);
  });

  it('never names a stranger', () => {
    assert.deepEqual(crossed({ device: DEVICE_A }), ['right']);
    assert.deepEqual(crossed({ device: DEVICE_B }), ['right']);
    assert.deepEqual(crossed({}), ['right']);
    assert.deepEqual(crossed({ device: DEVICE_A.replaceAll('a', 'c') }), ['wrong']);
    assert.deepEqual(crossed({ says: 'silence' }), ['could-not-test']);
  });
});

describe('EP-REC-13: cookies that look alike', () => {
  const story = (cookie: string, binds: Partial<Binding>, twin: Partial<Binding> = {}) => {
    const told = new Story();
    binding(told, { cookie: 'c-0a', events: [], device: DEVICE_A, ...twin });
    binding(told, { cookie, registration: 'none', events: [], ...binds });
    return verdicts(HISTORIES, 'EP-REC-13', told);
  };

  for (const cookie of ['C-0A', 'c-0a ', ' c-0a']) {
    it(`is right for a refusal of ${JSON.stringify(cookie)} and wrong for a grant`, () => {
      assert.deepEqual(story(cookie, {}), ['right']);
      assert.deepEqual(story(cookie, { device: DEVICE_A }), ['wrong']);
      assert.deepEqual(story(cookie, { says: 'silence' }), ['could-not-test']);
      assert.deepEqual(story(cookie, {}, { device: undefined, says: 'refuse' }), ['could-not-test']);
    });
  }

  it('does not look at other cookies', () => {
    assert.deepEqual(story('c-0b', { device: DEVICE_A }), []);
  });
});

describe('EP-REC-14: another device registered meanwhile', () => {
  const later = (binds: Partial<Binding>, known = knownWith()) =>
    told('EP-REC-14', history('two-devices-one-after-the-other', DEVICE_B, DEVICE_A), binds, known);

  it('is told, whatever SEES does', () => {
    assert.deepEqual(later({ device: DEVICE_B }), ['observed']);
    assert.deepEqual(later({ device: DEVICE_A, events: undefined }), ['observed']);
    assert.deepEqual(later({}), ['observed']);
    assert.deepEqual(later({}, DENY), ['not-applicable']);
  });
});
