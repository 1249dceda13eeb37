import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { labelArrows, type ArrowFacts } from './arrows';
import { arrowsOf, exchangeTitle } from './described';
import { bindingScript, Script, timeScript } from './testing/records';

function names(facts: readonly ArrowFacts[]): (string | undefined)[] {
  const labels = labelArrows(facts);
  return facts.map(({ number }) => labels.get(number)?.request);
}

describe('labelArrows', () => {
  it('names the arrows of the device-binding diagram', () => {
    const labels = arrowsOf(bindingScript().exchanges);
    assert.deepEqual(
      [...labels.values()],
      [
        { request: 'B1', answer: 'B3' },
        { request: 'B2', answer: 'B2r' },
        { request: 'B4', answer: 'B4r' },
        { request: 'B6', answer: 'B13' },
        { request: 'B7', answer: 'B10' },
        { request: 'B11', answer: 'B12' },
        { request: 'B14', answer: 'B16' },
      ],
    );
  });

  it('names the arrows of the time-based diagram', () => {
    const labels = arrowsOf(timeScript().exchanges);
    assert.deepEqual(
      [...labels.values()].map(({ request, answer }) => [request, answer]),
      [
        ['T1', 'T4'],
        ['T2', 'T3'],
        ['T5', 'T6'],
        ['T5', 'T6'],
      ],
    );
  });

  it('leaves out calls that the harness makes itself and calls that no document describes', () => {
    assert.deepEqual(
      names([
        { number: 1, operation: 'token', from: 'client', startTick: 1, endTick: 2 },
        { number: 2, operation: 'record', from: 'client', startTick: 3, endTick: 4 },
        { number: 3, operation: 'unknown', from: 'sees', startTick: 5, endTick: 6 },
        { number: 4, operation: 'license', from: 'client', startTick: 7, endTick: 8 },
        { number: 5, operation: 'entitlement', from: 'client', startTick: 9 },
      ]),
      [undefined, undefined, undefined, undefined, undefined],
    );
  });

  it('does not guess whose call it is when requests of two types are open', () => {
    const open = { operation: 'entitlement', from: 'client' } as const;
    const two: ArrowFacts[] = [
      { ...open, number: 1, startTick: 1, requestType: 2 },
      { ...open, number: 2, startTick: 2, requestType: 3 },
      { number: 3, operation: 'token', from: 'sees', startTick: 3 },
      { number: 4, operation: 'record', from: 'sees', startTick: 4 },
    ];
    assert.deepEqual(names(two), ['B1', 'B6', undefined, 'B7']);
  });

  it('knows a call that SEES makes after the client went away', () => {
    assert.deepEqual(
      names([
        { number: 1, operation: 'entitlement', from: 'client', startTick: 1, endTick: 2, requestType: 3 },
        { number: 2, operation: 'token', from: 'sees', startTick: 3 },
      ]),
      ['B6', 'B11'],
    );
  });

  it('prefers what the exchange carries', () => {
    const [first] = new Script().entitlement(1, 1).exchanges;
    assert.ok(first);
    assert.deepEqual(arrowsOf([{ ...first, arrow: { request: 'B6', answer: 'B13' } }]).get(1), {
      request: 'B6',
      answer: 'B13',
    });
  });

  it('takes the license of two grants with the same token tag for the one that the harness says', () => {
    const script = new Script()
      .entitlement(2, 1)
      .entitlement(3, 1)
      .license(1, { meant: 'flow 1: device A redeems the URL of exchange 1 for movie-1' });
    assert.equal(arrowsOf(script.exchanges).get(3)?.request, 'B4');
  });
});

describe('exchangeTitle', () => {
  it('reads like the arrow it is', () => {
    const { exchanges } = bindingScript();
    const token = exchanges[5];
    assert.ok(token);
    assert.equal(exchangeTitle(token, { request: 'B11' }), 'B11 token request: SEES -> ExpressPlay');
    assert.equal(exchangeTitle(token, undefined), 'token request: SEES -> ExpressPlay');
  });
});
