import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { Upstream } from '../../exchange';
import { DEVICE_A, DEVICE_B, Story } from '../reading/testing/story';
import { binding, boundTwin, verdicts, type Binding } from '../upstream/testing/told';
import { MISSING_BINDINGS } from './missing-bindings';

const upstream = (kind: Upstream['kind']): Upstream => ({ at: 'record', kind, id: 'x', sentence: 'records are wrong' });

function told(id: string, kind: Upstream['kind'], binds: Partial<Binding>): string[] {
  const story = new Story();
  boundTwin(story);
  binding(story, { upstream: upstream(kind), fault: true, events: [], ...binds });
  boundTwin(story);
  return verdicts(MISSING_BINDINGS, id, story);
}

for (const [id, kind] of [
  ['SEES-ERR-10', 'no-device'],
  ['SEES-ERR-11', 'failing'],
] as const) {
  describe(id, () => {
    const judge = (part: string, binds: Partial<Binding>) => told(`${id}.${part}`, kind, binds);

    it('is right for every kind of refusal', () => {
      for (const says of ['refuse', { status: 400 }, { status: 500 }, { status: 503 }] as const) {
        assert.deepEqual(judge('unbound', { says }), ['right']);
        assert.deepEqual(judge('refused', { says }), ['right']);
      }
    });

    it('is wrong for a token that any device can use', () => {
      assert.deepEqual(judge('unbound', { device: null }), ['wrong']);
      assert.deepEqual(judge('refused', { device: null }), ['wrong']);
    });

    it('minds a bound token only as a lacking refusal', () => {
      assert.deepEqual(judge('unbound', { device: DEVICE_A }), ['right']);
      assert.deepEqual(judge('refused', { device: DEVICE_A }), ['wrong']);
    });

    it('takes no answer for nothing handed out, where SEES serves before and after', () => {
      assert.deepEqual(judge('unbound', { says: 'silence' }), ['right']);
      assert.deepEqual(judge('refused', { says: 'silence' }), ['wrong']);
      const story = new Story();
      boundTwin(story);
      binding(story, { upstream: upstream(kind), fault: true, events: [], says: 'silence' });
      assert.deepEqual(verdicts(MISSING_BINDINGS, `${id}.unbound`, story), ['could-not-test']);
    });

    it('cannot be told of a SEES that throttles or refuses everybody', () => {
      assert.deepEqual(judge('unbound', { says: { status: 429 } }), ['could-not-test']);
      const story = new Story();
      binding(story, { upstream: upstream(kind), fault: true, events: [] });
      assert.deepEqual(verdicts(MISSING_BINDINGS, `${id}.refused`, story), ['could-not-test']);
    });

    it('tells of token requests', () => {
      assert.deepEqual(judge('calls', { device: null, says: 'refuse' }), ['observed']);
    });

    it('does not look at other troubles', () => {
      assert.deepEqual(told(`${id}.unbound`, 'other-cookies', { device: null }), []);
    });
  });
}

describe('SEES-ERR-13', () => {
  it('wants a refusal', () => {
    assert.deepEqual(told('SEES-ERR-13', 'other-cookies', {}), ['right']);
    assert.deepEqual(told('SEES-ERR-13', 'other-cookies', { device: DEVICE_B }), ['wrong']);
  });
});

describe('EP-REC-11', () => {
  const delayed = (device?: string | null) => {
    const story = new Story();
    boundTwin(story);
    const asked = story.ask({ requestType: 3, cookie: 'late', registration: 'delayed' });
    if (device === undefined) story.refuse(asked);
    else {
      story.token({ cookie: 'late', ...(device === null ? {} : { deviceid: device }) });
      story.grant(asked);
    }
    return story;
  };

  it('is right for a refusal, wrong for an unbound token', () => {
    assert.deepEqual(verdicts(MISSING_BINDINGS, 'EP-REC-11.unbound', delayed()), ['right']);
    assert.deepEqual(verdicts(MISSING_BINDINGS, 'EP-REC-11.unbound', delayed(DEVICE_A)), ['right']);
    assert.deepEqual(verdicts(MISSING_BINDINGS, 'EP-REC-11.unbound', delayed(null)), ['wrong']);
  });
});
