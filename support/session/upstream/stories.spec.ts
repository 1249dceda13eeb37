import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { describe, it } from 'node:test';
import type { HttpRequest, HttpResponse } from '../../exchange';
import { packageFile } from '../../ledger';
import { ERROR_CODES, findErrorCode } from '../../protocol';
import { recordStory, type Cast } from './record-stories';
import { codeStory, tokenStory, type TokenStory } from './token-stories';

const ELSEWHERE = 'https://elsewhere.example/moved';
const URL_GIVEN = 'https://fp.example/hms/fp/rights/?ExpressPlayToken=AAAA';
const REQUEST: HttpRequest = {
  method: 'GET',
  url: 'https://fp.example/hms/fp/token?customerAuthenticator=1%2Csecret-of-sees&contentKey=00ff&cookie=c',
  headers: {},
  body: Buffer.alloc(0),
};
const CAST: Cast = { cookie: 'c', otherCookie: 'o', device: 'd1', otherDevice: 'd2' };

async function said(story: TokenStory, usual = `${URL_GIVEN}\r\n`): Promise<HttpResponse> {
  const made = await story.answer(REQUEST, () =>
    Promise.resolve({ status: 200, headers: {}, body: Buffer.from(usual) }),
  );
  if (made === undefined || 'noAnswer' in made) throw new Error('no answer');
  return made;
}

/** The words in the first column of the tables of a feature, under a header. */
function rowsUnder(feature: string, header: string): string[] {
  const lines = readFileSync(packageFile(`features/sees/${feature}.feature`), 'utf8')
    .split('\n')
    .map((line) => line.trim());
  return lines.flatMap((line, index) => {
    if (line.split('|')[1]?.trim() !== header) return [];
    const rest = lines.slice(index + 1);
    const end = rest.findIndex((next) => !next.startsWith('|'));
    return rest.slice(0, end).map((row) => row.split('|')[1]?.trim() ?? '');
  });
}

describe('codeStory', () => {
  for (const format of ['json', 'html'] as const) {
    it(`tells every documented code as ${format}, with the status of its class`, async () => {
      for (const { code, status } of ERROR_CODES) {
        const story = codeStory(code, format);
        const response = await said(story);
        assert.equal(response.status, status === '50x' ? 500 : (status ?? 400));
        assert.equal(story.upstream.status, response.status);
        assert.equal(story.upstream.kind, `${format}-error`);
        const text = response.body.toString('utf8');
        if (format === 'json') assert.equal(findErrorCode(text), code);
        else assert.match(text, new RegExp(`Error ${String(code)}`));
      }
    });
  }

  it('knows no other code', () => {
    assert.throws(() => codeStory(-1, 'json'), /none of the documented/);
  });

  it('is told of all 40 codes in the feature', () => {
    assert.deepEqual(
      rowsUnder('error-codes-passed-on', 'code').map(Number),
      ERROR_CODES.map(({ code }) => code),
    );
  });
});

describe('tokenStory', () => {
  it('knows the words of the features', () => {
    const words = ['answer', 'no answer', 'body', 'writes', 'redirect'].flatMap((header) =>
      rowsUnder('upstream-faults', header),
    );
    assert.equal(words.length, 5 + 3 + 9 + 7 + 4);
    const ids = [...words, ...rowsUnder('secrecy', 'form')].map((word) => tokenStory(word, ELSEWHERE).upstream.id);
    // Two of the answers come to registrations and to bound titles.
    assert.equal(new Set(ids).size, ids.length - 2);
  });

  it('says which words there are when it does not know one', () => {
    assert.throws(() => tokenStory('a riddle', ELSEWHERE), /"a riddle"; known are "an unknown address"/);
    assert.throws(() => tokenStory('toString', ELSEWHERE), /called "toString"/);
  });

  it('writes the usual URL otherwise and leaves other answers alone', async () => {
    const story = tokenStory('puts comments and blank lines around the URL', ELSEWHERE);
    assert.equal((await said(story)).body.toString('utf8'), `# license\r\n\r\n${URL_GIVEN}\r\n# end\r\n`);
    assert.equal((await said(story, 'no URL')).body.toString('utf8'), 'no URL');
    assert.equal(story.sound, true);
  });

  it('writes URLs that parsers would write otherwise', async () => {
    const port = (await said(tokenStory('writes the default port into the URL', ELSEWHERE))).body.toString('utf8');
    assert.match(port, /^(http:\/\/[^/]+:80|https:\/\/[^/]+:443)\//);
    assert.notEqual(new URL(port).href, port);
    const more = (await said(tokenStory('adds another parameter to the URL', ELSEWHERE))).body.toString('utf8');
    assert.equal(more, `${URL_GIVEN}&id=7`);
  });

  it('repeats what the request holds', async () => {
    for (const words of ['as JSON', 'as a web page']) {
      const text = (await said(tokenStory(words, ELSEWHERE))).body.toString('utf8');
      assert.match(text, /1,secret-of-sees/);
      assert.match(text, /contentKey=00ff/);
    }
  });

  it('points elsewhere', async () => {
    const { status, headers } = await said(tokenStory('with the same method', ELSEWHERE));
    assert.deepEqual([status, headers.location], [307, ELSEWHERE]);
  });

  it('gives no answer', async () => {
    const made = await tokenStory('silence', ELSEWHERE).answer(REQUEST, () => assert.fail());
    assert.deepEqual(made, { noAnswer: 'silent' });
  });
});

describe('recordStory', () => {
  it('knows the words of the features', () => {
    const faults = ['record', 'trouble'].flatMap((header) => rowsUnder('record-faults', header));
    const histories = rowsUnder('records', 'history');
    assert.equal(faults.length, 3 + 10 + 2);
    assert.equal(histories.length, 4 + 2 + 2 + 1);
    for (const words of faults) assert.equal(recordStory(words, CAST).sound, false, words);
    for (const words of histories) assert.equal(recordStory(words, CAST).sound, true, words);
  });

  it('counts the devices of granted redemptions, the newest first', () => {
    const devices = (words: string) => recordStory(words, CAST).upstream.devices;
    assert.deepEqual(devices('a failed redemption alone'), []);
    assert.deepEqual(devices('a newer failed redemption of another device'), ['d1']);
    assert.deepEqual(devices('a newer event that names no device'), ['d1']);
    assert.deepEqual(devices('two devices, one after the other'), ['d1', 'd2']);
    assert.equal(devices('thirty-two events of the device')?.length, 32);
    assert.equal(devices('events of other cookies'), undefined);
  });

  it('tells of other cookies only where it says so', () => {
    const cookies = (words: string) => recordStory(words, CAST).events?.map(({ cookie }) => cookie);
    assert.deepEqual(cookies('events of other cookies'), ['o']);
    assert.deepEqual(cookies('a single event'), ['c']);
  });
});
