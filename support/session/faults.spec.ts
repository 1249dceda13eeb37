import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { HttpRequest } from '../exchange';
import { DEFAULT_READINGS, findErrorCode } from '../protocol';
import { refusalAnswer, withoutBindingAnswer } from './faults';

const TOKEN = 'https://ep.example/hms/fp/token';

function request(query: string, form?: string): HttpRequest {
  const method = form === undefined ? 'GET' : 'POST';
  return { method, url: `${TOKEN}?${query}`, headers: {}, body: Buffer.from(form ?? '') };
}

describe('faults of the token service', () => {
  it('refuse with a documented error in JSON', () => {
    const { status, headers, body } = refusalAnswer();
    assert.deepEqual(
      [status, headers['content-type'], findErrorCode(body.toString())],
      [400, 'application/json', -2002],
    );
  });

  const bound = [request('a=1&deviceid=x'), request('DeviceID='), request('', 'cookie=c&device_id=x')];
  for (const { method, url, body } of bound) {
    it(`refuse a device restriction: ${method} ${url.slice(TOKEN.length)} ${body.toString()}`, () => {
      const answer = withoutBindingAnswer({ method, url, headers: {}, body }, DEFAULT_READINGS);
      assert.equal(findErrorCode(answer?.body.toString() ?? ''), -6008);
    });
  }

  it('let through what has none', () => {
    for (const other of [request('cookie=deviceid'), request(''), request('xdeviceid=1', 'cookie=c')]) {
      assert.equal(withoutBindingAnswer(other, DEFAULT_READINGS), undefined);
    }
  });

  it('go by the configured names', () => {
    const readings = { ...DEFAULT_READINGS, 'names.deviceId': ['boundTo'] };
    assert.equal(withoutBindingAnswer(request('deviceid=x'), readings), undefined);
    assert.notEqual(withoutBindingAnswer(request('boundto=x'), readings), undefined);
  });
});
