import assert from 'node:assert/strict';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, it, type TestContext } from 'node:test';
import { scratchFolder } from '../testing/scratch';
import { requirementLinks } from './requirement-links';

/** A clone with the page, in a folder of its own. */
function clone(context: TestContext): { above: string; root: string; page: string } {
  const above = scratchFolder(context);
  const root = join(above, 'a clone');
  const page = join(root, 'docs', 'requirements.md');
  mkdirSync(join(root, 'docs'), { recursive: true });
  writeFileSync(page, '### SEQ-42\n');
  return { above, root, page };
}

const HOME = '/nowhere/home';

describe('requirementLinks', () => {
  it('leads from the report to the heading of the requirement', (context) => {
    const { root, page } = clone(context);
    const links = requirementLinks(join(root, 'reports', 'allure-report', 'index.html'), page, HOME);
    assert.deepEqual(links('SEQ-42'), [{ name: 'SEQ-42', url: '../../docs/requirements.md#seq-42', type: 'tms' }]);
  });

  it('finds the way from a folder beside the clone', (context) => {
    const { above, page } = clone(context);
    const [link] = requirementLinks(join(above, 'out', 'index.html'), page, HOME)('SEQ-42');
    assert.equal(link?.url, '../a%20clone/docs/requirements.md#seq-42');
  });

  it('leaves the link out where the way would tell the folders of this machine', (context) => {
    const { above, root, page } = clone(context);
    assert.deepEqual(requirementLinks('/elsewhere/index.html', page, HOME)('SEQ-42'), []);
    assert.deepEqual(requirementLinks(join(above, 'index.html'), page, join(above, 'me'))('SEQ-42'), []);
    assert.equal(requirementLinks(join(root, 'index.html'), page, above)('SEQ-42').length, 1);
  });

  it('leaves the link out where there is no such page', (context) => {
    const { root } = clone(context);
    assert.deepEqual(requirementLinks(join(root, 'index.html'), join(root, 'docs', 'none.md'), HOME)('SEQ-42'), []);
  });
});
