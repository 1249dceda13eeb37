import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { Finding } from '../finding';
import { knownWith } from '../reading/testing/story';
import { OPENED, ServiceStory } from '../reading/testing/service-story';
import { LICENSE_SERVICE } from './index';

function judge(story: ServiceStory, id: string, known = knownWith()): Finding[] {
  const check = LICENSE_SERVICE.find((one) => one.id === id);
  assert.ok(check, id);
  return check.judge(story.journal, known);
}

const verdicts = (...judged: Parameters<typeof judge>): string[] => judge(...judged).map(({ verdict }) => verdict);

const REFUSED = { status: 403, body: { errorCode: -4001 } };
const EMPTY = { deviation: 'flawed-spc', flaw: { id: 'there-are-no-bytes', sentence: 'there are no bytes' } } as const;
const NOT_AUTHENTIC = {
  deviation: 'flawed-spc',
  flaw: { id: 'garbled', sentence: 'the payload key is garbled' },
  codes: [-4001],
} as const;

/** A CKC as a player sees one, without being able to open it. */
const CKC = Buffer.concat([
  Buffer.from('00000001', 'hex'),
  Buffer.alloc(20),
  Buffer.from('00000010', 'hex'),
  Buffer.alloc(16),
]);

describe('an expired token', () => {
  it('is refused with -4010', () => {
    for (const [errorCode, verdict] of [
      [-4010, 'right'],
      [-2002, 'wrong'],
    ] as const) {
      const story = new ServiceStory();
      const { number: twin } = story.license();
      story.license({ deviation: 'expired', offsetSeconds: 1, twin }, { status: 403, body: { errorCode } });
      assert.deepEqual(verdicts(story, 'EP-LIC-E4010.refused'), ['right']);
      assert.deepEqual(verdicts(story, 'EP-LIC-E4010.code'), [verdict]);
      assert.deepEqual(verdicts(story, 'EP-LIC-09.code'), [], 'nobody changed it');
    }
  });

  it('brings no license', () => {
    const story = new ServiceStory();
    story.license({ deviation: 'expired', offsetSeconds: 1, twin: story.license().number });
    assert.deepEqual(verdicts(story, 'EP-LIC-E4010.refused'), ['wrong']);
  });
});

describe('a body that is no SPC', () => {
  it('brings no license, and the service goes on', () => {
    const story = new ServiceStory();
    const twin = story.license();
    story.license({ ...EMPTY, codes: [-4001, -6004], twin: twin.number }, REFUSED);
    story.license();
    assert.deepEqual(verdicts(story, 'EP-LIC-10.refused'), ['right']);
    assert.deepEqual(verdicts(story, 'EP-LIC-10.stays'), ['right']);
    assert.deepEqual(verdicts(story, 'EP-LIC-10.code'), ['observed']);
    assert.deepEqual(verdicts(story, 'EP-LIC-E4001.refused'), [], 'what has several codes is not what E4001 is about');
  });

  it('may be refused with 400, 401, 403 or 404, or by closing the connection', () => {
    for (const status of [400, 401, 403, 404]) {
      const story = new ServiceStory();
      story.license({ ...EMPTY, twin: story.license().number }, { status, headers: {}, body: '' });
      assert.deepEqual(verdicts(story, 'EP-LIC-10.refused'), ['right']);
    }
    const story = new ServiceStory();
    story.license({ ...EMPTY, twin: story.license().number }, 'reset');
    assert.deepEqual(verdicts(story, 'EP-LIC-10.refused'), ['could-not-test']);
    story.license();
    assert.deepEqual(verdicts(story, 'EP-LIC-10.refused'), ['right']);
  });

  it('may bring no CKC, whatever the status', () => {
    for (const status of [200, 403]) {
      const story = new ServiceStory();
      story.license({ ...EMPTY, twin: story.license().number }, { status, headers: {}, body: CKC });
      assert.deepEqual(verdicts(story, 'EP-LIC-10.refused'), ['wrong']);
    }
  });

  it('proves nothing where no valid request was granted', () => {
    const story = new ServiceStory();
    story.license({ ...EMPTY, twin: story.license({}, REFUSED).number }, REFUSED);
    story.license({}, REFUSED);
    assert.deepEqual(verdicts(story, 'EP-LIC-10.refused'), ['could-not-test']);
    assert.deepEqual(verdicts(story, 'EP-LIC-10.stays'), ['could-not-test']);
  });

  it('may not bring the service down', () => {
    const refusing = new ServiceStory();
    refusing.license({ ...EMPTY, twin: refusing.license().number }, REFUSED);
    assert.deepEqual(verdicts(refusing, 'EP-LIC-10.stays'), ['could-not-test'], 'nothing was tried afterwards');
    refusing.license({}, 'refused');
    assert.deepEqual(verdicts(refusing, 'EP-LIC-10.stays'), ['wrong']);

    const gone = new ServiceStory();
    gone.license({ ...EMPTY, twin: gone.license().number }, 'reset');
    gone.token({ flow: 'device A' }, 'refused');
    assert.deepEqual(verdicts(gone, 'EP-LIC-10.stays'), ['wrong'], 'the token service fell with it');

    const busy = new ServiceStory();
    busy.license({ ...EMPTY, twin: busy.license().number }, REFUSED);
    busy.license({}, { status: 503, headers: {}, body: '' });
    assert.deepEqual(verdicts(busy, 'EP-LIC-10.stays'), ['could-not-test']);
  });
});

describe('the code of a refusal', () => {
  const codeFor = (body: unknown): string[] => {
    const story = new ServiceStory();
    story.license({ ...NOT_AUTHENTIC, twin: story.license().number }, { status: 403, body });
    return verdicts(story, 'EP-LIC-E4001.code');
  };

  it('names the fault', () => {
    assert.deepEqual(codeFor({ errorCode: -4001 }), ['right']);
    assert.deepEqual(codeFor({ error: { code: '-4001' } }), ['right']);
  });

  it('may stand in a page', () => {
    assert.deepEqual(codeFor('<html><title>Error -4001</title></html>'), ['right']);
    assert.deepEqual(codeFor('<html><title>Error -6004</title></html>'), ['wrong']);
    assert.deepEqual(codeFor('the codes are -4001, -4010 and -6004'), ['wrong'], 'a list names no fault');
  });

  it('should not be another, nor missing', () => {
    assert.deepEqual(codeFor({ errorCode: -6004 }), ['wrong']);
    assert.deepEqual(codeFor('no'), ['wrong']);
  });

  it('may stand in a page, by itself', () => {
    assert.deepEqual(codeFor('<h1>Not authentic (-4001)</h1>'), ['right']);
    assert.deepEqual(codeFor('refused with -4001.'), ['right']);
    assert.deepEqual(codeFor('<p>-6004</p>'), ['wrong']);
    assert.deepEqual(codeFor('<p>call 0800-4001, ext. -40012 or -4001.5</p>'), ['wrong']);
    assert.deepEqual(codeFor('"see -4001"'), ['wrong'], 'JSON holds a code as a value, not in its prose');
  });

  it('is not looked for where a license came', () => {
    const story = new ServiceStory();
    story.license({ ...NOT_AUTHENTIC, twin: story.license().number });
    assert.deepEqual(verdicts(story, 'EP-LIC-E4001.refused'), ['wrong']);
    assert.deepEqual(verdicts(story, 'EP-LIC-E4001.code'), ['could-not-test']);
  });
});

describe('a token that is good elsewhere', () => {
  const drm = { id: 'it-is-of-another-drm', sentence: 'it is of another DRM' };

  it('brings no license here', () => {
    const story = new ServiceStory();
    const twin = story.license().number;
    story.license(
      { deviation: 'flawed-token', flaw: drm, codes: [-6002, -4010], twin },
      { status: 400, body: { code: -4010 } },
    );
    assert.deepEqual(verdicts(story, 'EP-LIC-12.drm'), ['right']);
    assert.deepEqual(verdicts(story, 'EP-LIC-E6002.refused'), ['right']);
    assert.deepEqual(verdicts(story, 'EP-LIC-E6002.code'), ['right']);
    assert.deepEqual(verdicts(story, 'EP-LIC-12.environment'), ['not-applicable']);
    assert.deepEqual(verdicts(story, 'EP-LIC-09.refused'), []);
  });
});

describe('a bound token and an SPC without a usable id', () => {
  it('bring no license, where tokens can be bound', () => {
    const story = new ServiceStory();
    const twin = story.license({ requestType: 3 }).number;
    story.license({ ...NOT_AUTHENTIC, requestType: 3, twin });
    assert.deepEqual(verdicts(story, 'EP-LIC-22'), ['wrong']);
    const unbound = knownWith({ readings: { 'deviceBinding.supported': false } });
    assert.deepEqual(verdicts(story, 'EP-LIC-22', unbound), ['not-applicable']);
  });
});

describe('a rental', () => {
  const rental = { flaw: { id: 'rental-3600', sentence: 'the token has a rental of 3600 s' } };

  it('reaches the license to the second', () => {
    for (const [rentalSeconds, verdict] of [
      [3600, 'right'],
      [60, 'wrong'],
      [undefined, 'wrong'],
    ] as const) {
      const story = new ServiceStory();
      const opened = OPENED.kind === 'opened' ? OPENED : assert.fail();
      story.license(rental).open({ ...opened, ...(rentalSeconds === undefined ? {} : { rentalSeconds }) });
      assert.deepEqual(verdicts(story, 'EP-LIC-20'), [verdict]);
    }
  });

  it('cannot be seen without a license', () => {
    const story = new ServiceStory();
    story.license(rental, REFUSED);
    assert.deepEqual(verdicts(story, 'EP-LIC-20'), ['could-not-test']);
    const refused = new ServiceStory();
    const opened = OPENED.kind === 'opened' ? OPENED : assert.fail();
    refused.license(rental, REFUSED).open({ ...opened, rentalSeconds: 3600 });
    assert.deepEqual(verdicts(refused, 'EP-LIC-20'), ['could-not-test'], 'whatever a refusal carries');
  });
});

describe('what is left open', () => {
  it('is told, whatever comes', () => {
    for (const answer of ['license', REFUSED, 'reset'] as const) {
      const story = new ServiceStory();
      const flaw = { id: 'the-token-in-a-header', sentence: 'the token in a header' };
      story.license({ deviation: 'flawed-request', flaw, twin: story.license().number }, answer);
      assert.deepEqual(verdicts(story, 'EP-LIC-18'), ['observed']);
    }
  });
});
