import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { problemsOf, useFolder } from './testing/folder';
import { refuseUnsupported } from './unsupported';

describe('settings that this version cannot follow', () => {
  const folder = useFolder();
  const problems = (text: string) => {
    const configuration = folder.load(text);
    return problemsOf(() => {
      refuseUnsupported(configuration);
    });
  };

  const cases: readonly (readonly [key: string, text: string])[] = [['sign', 'sign: key.pem\n']];
  for (const [key, text] of cases) {
    it(`${key} is told, not ignored`, () => {
      folder.write('key.pem', 'key');
      const [problem = '', ...others] = problems(text);
      assert.ok(problem.includes(` ${key}: this version does not support it yet. Right: leave it out`), problem);
      assert.deepEqual(others, []);
    });
  }

  it('without them nothing is refused', () => {
    const configuration = folder.load('seed: 1\n');
    assert.doesNotThrow(() => {
      refuseUnsupported(configuration);
    });
  });
});
