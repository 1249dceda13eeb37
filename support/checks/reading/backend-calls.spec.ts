import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { Exchange } from '../../exchange';
import { attributionOf, backendCallsOf } from './backend-calls';
import { DEVICE_A, DUMMY, knownWith, MOVIE, Story, tokenFields } from './testing/story';

const known = knownWith();

/** Numbers of the exchanges that belong to an entitlement, tokens and records together. */
function callsOf(story: Story, entitlement: Exchange): number[] {
  const { token, record } = backendCallsOf(story.journal, entitlement, known);
  return [...token, ...record].map(({ number }) => number).sort((a, b) => a - b);
}

function strays(story: Story): number[] {
  return attributionOf(story.journal, known).unattributed.map(({ number }) => number);
}

describe('backendCallsOf, one request after the other', () => {
  it('goes by the time of sending, whatever the call says', () => {
    const story = new Story();
    const first = story.ask({ requestType: 3, cookie: 'a' });
    story.record({ cookie: 'somebody' }, []);
    story.token(tokenFields(DUMMY, { cookie: 'else' }));
    story.grant(first);
    const second = story.ask();
    story.token(tokenFields(MOVIE));
    story.grant(second);
    assert.deepEqual(callsOf(story, first), [2, 3]);
    assert.deepEqual(callsOf(story, second), [5]);
    assert.deepEqual(strays(story), []);
  });

  it('counts a pending request up to now', () => {
    const story = new Story();
    const pending = story.ask();
    story.token(tokenFields(MOVIE));
    assert.deepEqual(callsOf(story, pending), [2]);
  });

  it('leaves a call outside every request to nobody', () => {
    const story = new Story();
    story.token(tokenFields(MOVIE));
    const asked = story.ask();
    story.grant(asked);
    story.token(tokenFields(MOVIE));
    assert.deepEqual(callsOf(story, asked), []);
    assert.deepEqual(strays(story), [1, 3]);
  });

  it('sees what was added since it was last asked', () => {
    const story = new Story();
    const asked = story.ask();
    assert.deepEqual(callsOf(story, asked), []);
    story.token(tokenFields(MOVIE));
    assert.deepEqual(callsOf(story, asked), [2]);
  });
});

describe('backendCallsOf, several requests at once', () => {
  it('tells them apart by cookie', () => {
    const story = new Story();
    const a = story.ask({ requestType: 3, cookie: 'a' });
    const b = story.ask({ requestType: 3, cookie: 'b' });
    story.record({ cookie: 'b' }, []);
    story.record({ cookie: 'a' }, []);
    story.token(tokenFields(MOVIE, { cookie: 'a', deviceid: DEVICE_A }));
    story.token(tokenFields(MOVIE, { cookie: 'b', deviceid: DEVICE_A }));
    assert.deepEqual(callsOf(story, a), [4, 5]);
    assert.deepEqual(callsOf(story, b), [3, 6]);
  });

  it('then by key, key id or IV', () => {
    for (const [movie, dummy] of [
      [tokenFields(MOVIE), tokenFields(DUMMY)],
      [tokenFields(MOVIE, { contentKey: undefined, kek: MOVIE.kek, kid: MOVIE.kid }), tokenFields(DUMMY)],
      [tokenFields(MOVIE, { contentKey: undefined }), tokenFields(DUMMY, { contentKey: undefined })],
    ] as const) {
      const story = new Story();
      const a = story.ask({ contentID: 'movie' });
      const b = story.ask({ contentID: 'dummy' });
      story.token(dummy);
      story.token(movie);
      assert.deepEqual([callsOf(story, a), callsOf(story, b)], [[4], [3]]);
    }
  });

  it('then by purpose, for one client that asks twice', () => {
    const story = new Story();
    const registration = story.ask({ requestType: 2, cookie: 'a', contentID: 'movie' });
    const bound = story.ask({ requestType: 3, cookie: 'a', contentID: 'movie' });
    story.record({ cookie: 'a' }, []);
    story.token(tokenFields(MOVIE, { cookie: 'a', deviceid: DEVICE_A }));
    story.token(tokenFields(MOVIE, { cookie: 'a' }));
    assert.deepEqual(callsOf(story, registration), [5]);
    assert.deepEqual(callsOf(story, bound), [3, 4]);
  });

  it('shares the calls of requests that look all the same', () => {
    const story = new Story();
    const first = story.ask();
    const second = story.ask();
    story.token(tokenFields(MOVIE));
    story.token(tokenFields(MOVIE));
    assert.deepEqual([callsOf(story, first), callsOf(story, second)], [[3], [4]]);
  });

  it('leaves a call that is like none of them to nobody', () => {
    const story = new Story();
    story.ask({ requestType: 3, cookie: 'a' });
    story.ask({ requestType: 3, cookie: 'b' });
    story.record({ cookie: 'c' }, []);
    story.record({ cookie: undefined }, []);
    story.token(tokenFields(DUMMY, { cookie: 'c' }));
    assert.deepEqual(strays(story), [3, 4, 5]);
  });

  it('finds the owner of a call with a foreign cookie by its key', () => {
    const story = new Story();
    const movie = story.ask({ requestType: 3, cookie: 'a', contentID: 'movie' });
    story.ask({ requestType: 3, cookie: 'b', contentID: 'dummy' });
    story.token(tokenFields(MOVIE, { cookie: 'c' }));
    assert.deepEqual(callsOf(story, movie), [3]);
  });
});

describe('backendCallsOf, after a client went away', () => {
  it('keeps what SEES still does for it apart from the next request', () => {
    const story = new Story();
    const gone = story.ask({ requestType: 3, cookie: 'a', aborted: true });
    story.record({ cookie: 'a' }, []);
    story.fail(gone);
    const next = story.ask({ requestType: 3, cookie: 'b' });
    story.token(tokenFields(MOVIE, { cookie: 'a' }));
    story.token(tokenFields(MOVIE, { cookie: 'b' }));
    assert.deepEqual(callsOf(story, gone), [2, 4]);
    assert.deepEqual(callsOf(story, next), [5]);
  });

  it('gives a call with a foreign cookie to the one request that is still there', () => {
    const story = new Story();
    story.fail(story.ask({ requestType: 3, cookie: 'a', aborted: true }));
    const next = story.ask({ requestType: 3, cookie: 'b' });
    story.token(tokenFields(MOVIE, { cookie: 'x' }));
    assert.deepEqual(callsOf(story, next), [3]);
  });

  it('gives the calls of a client that asks again to its second request', () => {
    const story = new Story();
    story.fail(story.ask({ requestType: 3, cookie: 'a', aborted: true }));
    const again = story.ask({ requestType: 3, cookie: 'a' });
    story.record({ cookie: 'a' }, []);
    story.token(tokenFields(MOVIE, { cookie: 'a', deviceid: DEVICE_A }));
    assert.deepEqual(callsOf(story, again), [3, 4]);
  });
});
