import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { configurationDigest } from './digest';
import { secretsOf } from './secrets';
import { problemsOf, SEES, useFolder } from './testing/folder';

describe('proxies', () => {
  const folder = useFolder();
  const environment = (env: Record<string, string>, text = SEES) => folder.load(text, { env }).network.environment;

  it('are read from the environment in either case, lower case first', () => {
    const env = {
      HTTP_PROXY: 'http://upper:1',
      http_proxy: 'http://lower:1',
      HTTPS_PROXY: 'https://p:2',
      NO_PROXY: 'a',
    };
    assert.deepEqual(environment(env), { http: 'http://lower:1', https: 'https://p:2', except: 'a' });
    assert.deepEqual(environment({ https_proxy: 'p:2', no_proxy: '*' }), {
      http: undefined,
      https: 'http://p:2',
      except: '*',
    });
  });

  it('of the environment count as unset where they are empty', () => {
    assert.equal(environment({ http_proxy: '', HTTP_PROXY: 'http://upper:1' }).http, 'http://upper:1');
    assert.equal(environment({ http_proxy: ' ' }).http, undefined);
  });

  it('of the environment give way to network.proxy, and mean nothing where no target is called', () => {
    const env = { HTTPS_PROXY: 'http://p:1', HTTP_PROXY: 'socks5://p:2' };
    assert.equal(environment(env, `${SEES}network: {proxy: "http://q:1"}\n`).https, undefined);
    assert.equal(environment(env, 'seed: 1\n').https, undefined);
  });

  it('that are no HTTP proxies are told, without their passwords', () => {
    const problems = problemsOf(() => environment({ HTTPS_PROXY: 'socks5://user:pa55word@p:1' }));
    assert.equal(problems.length, 1);
    assert.match(
      problems[0] ?? '',
      /^environment variable HTTPS_PROXY: this is no http or https proxy\. Right: .*NO_PROXY/,
    );
    assert.doesNotMatch(problems.join(''), /pa55word/);
  });

  for (const [proxy, what] of [
    ['http://user:pa55word@p:1/path', 'has no path'],
    ['http://user:pa55word@p:1?x', 'has no path'],
    ['socks5://user:pa55word@p:1', 'does not have the right form'],
    ['http://user:pa55word@p:99999', 'no URL'],
  ] as const) {
    it(`${proxy.replace(/.*@/, '...@')} is told: ${what}; its password is not`, () => {
      const problems = problemsOf(() => folder.load(`${SEES}network: {proxy: "${proxy}"}\n`));
      assert.equal(problems.length, 1, problems.join('\n'));
      assert.ok(problems[0]?.includes('network.proxy') && problems[0].includes(what), problems[0]);
      assert.doesNotMatch(problems.join(''), /pa55word/);
    });
  }

  it('have secrets: the password in both spellings, and what travels', () => {
    const configuration = folder.load(`${SEES}network: {proxy: "http://user:pa%2055word@p:1"}\n`);
    const values = secretsOf(configuration).flatMap(({ kind, value }) => (kind === 'proxy' ? [value] : []));
    assert.deepEqual(values, ['pa 55word', 'pa%2055word', Buffer.from('user:pa 55word').toString('base64')]);
    const fromOutside = folder.load(SEES, { env: { HTTPS_PROXY: 'http://user:pa55word@p:1' } });
    assert.ok(secretsOf(fromOutside).some(({ value }) => value === 'pa55word'));
  });

  it('change nothing that is judged', () => {
    const digest = (text: string) => configurationDigest(folder.load(text));
    assert.equal(digest(SEES), digest(`${SEES}network: {proxy: "http://q:1"}\n`));
  });
});
