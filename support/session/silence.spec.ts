import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { Journal, Redactor, TransportError, VirtualClock, type Exchange, type TransportFailure } from '../exchange';
import { Silence } from './silence';

const SEES = 'https://sees.example/entitle';

class Calls {
  readonly #journal = new Journal('calls', new VirtualClock(0), new Redactor());

  pending(to: 'sees' | 'expressplay' = 'sees'): Exchange {
    const request = { method: 'POST', url: `${SEES}?secret=1`, headers: {}, body: Buffer.alloc(0) };
    return this.#journal.begin({ operation: 'entitlement', from: 'client', to, request });
  }

  unanswered(failure: TransportFailure = 'refused', to: 'sees' | 'expressplay' = 'sees'): Exchange {
    const exchange = this.pending(to);
    exchange.fail(new TransportError(failure, undefined, `POST ${SEES}: ${failure}`));
    return exchange;
  }

  answered(status = 200): Exchange {
    const exchange = this.pending();
    exchange.answer({ status, headers: {}, body: Buffer.alloc(0) });
    return exchange;
  }
}

function silenceOf(...parties: readonly ('sees' | 'expressplay')[]): Silence {
  return new Silence(new Set(parties));
}

describe('Silence', () => {
  it('is noticed at the third request without an answer', () => {
    const calls = new Calls();
    const silence = silenceOf('sees');
    assert.equal(silence.note([calls.unanswered()]), undefined);
    assert.equal(silence.note([calls.unanswered('timeout')]), undefined);
    assert.equal(
      silence.note([calls.unanswered('tls')]),
      `SEES never answered, 3 requests in a row; POST ${SEES}: tls`,
    );
  });

  it('is noticed of ExpressPlay by its name', () => {
    const calls = new Calls();
    const three = [1, 2, 3].map(() => calls.unanswered('dns', 'expressplay'));
    assert.match(silenceOf('expressplay').note(three) ?? '', /^ExpressPlay never answered/);
  });

  it('counts a call once, however often it is told of it', () => {
    const calls = new Calls();
    const one = calls.unanswered();
    assert.equal(silenceOf('sees').note([one, one, one, one]), undefined);
  });

  for (const [what, answer] of [
    ['a grant', (calls: Calls) => calls.answered()],
    ['an error', (calls: Calls) => calls.answered(500)],
    ['an answer too large to be read', (calls: Calls) => calls.unanswered('too-large')],
  ] as const) {
    it(`is none after ${what}, ever`, () => {
      const calls = new Calls();
      const failures = (): Exchange[] => [1, 2, 3, 4].map(() => calls.unanswered('reset'));
      const silence = silenceOf('sees');
      assert.equal(silence.note([calls.unanswered(), calls.unanswered(), answer(calls)]), undefined);
      assert.equal(silence.note(failures()), undefined);
    });
  }

  it('is not what the caller called off, what is pending, or what a double of ours did', () => {
    const calls = new Calls();
    const aborted = [1, 2, 3].map(() => calls.unanswered('aborted'));
    const pending = [1, 2, 3].map(() => calls.pending());
    const ours = [1, 2, 3].map(() => calls.unanswered('refused', 'expressplay'));
    assert.equal(silenceOf('sees').note([...aborted, ...pending, ...ours]), undefined);
  });

  it('counts a call that was pending when it was first seen, once', () => {
    const calls = new Calls();
    const late = calls.pending();
    const silence = silenceOf('sees');
    assert.equal(silence.note([late, calls.unanswered()]), undefined);
    late.fail(new TransportError('reset', undefined, 'broke'));
    assert.equal(silence.note([]), undefined);
    assert.match(silence.note([late, calls.unanswered()]) ?? '', /never answered/);
  });
});
