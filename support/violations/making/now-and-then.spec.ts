import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { HttpRequest } from '../../exchange';
import { seesAnswersJson } from './answers';
import { nowAndThen } from './now-and-then';

describe('now and then', () => {
  const always = seesAnswersJson(
    { id: 'x', sentence: 'SEES is wrong.', breaks: ['SEES-RES-01'], consequences: [] },
    (answer) => ({ ...answer, wrong: true }),
  );

  it('goes wrong in about one answer of thirty-two, always in the same ones, and tells of no other', async () => {
    let applied = 0;
    const handler = nowAndThen(always).sees?.(
      ({ body }) => Promise.resolve({ status: 200, headers: {}, body }),
      () => (applied += 1),
    );
    const ask = async (index: number): Promise<boolean> => {
      const body = Buffer.from(JSON.stringify({ messageID: `m-${String(index)}` }));
      const request: HttpRequest = { method: 'POST', url: 'https://sees.example/', headers: {}, body };
      const answer = await handler?.(request);
      return answer?.body.includes('wrong') === true;
    };
    const wrong: number[] = [];
    for (let index = 0; index < 400; index += 1) if (await ask(index)) wrong.push(index);
    assert.equal(applied, wrong.length);
    assert.ok(wrong.length > 3 && wrong.length < 30, String(wrong.length));
    for (const index of wrong) assert.ok(await ask(index));
    assert.equal(nowAndThen(always).sentence, 'SEES is wrong, in one answer of thirty-two.');
  });
});
