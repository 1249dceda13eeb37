import { existsSync, statSync } from 'node:fs';
import { dirname, join, normalize } from 'node:path';
import { ROOT } from '../command';
import { Page } from './page';

const ELSEWHERE = /^[a-z][a-z+.-]*:/u;

/** The links of a page that lead nowhere inside the project, one sentence each. Addresses elsewhere are not asked. */
export function brokenLinks(page: Page, other: (name: string) => Page = (name) => new Page(name)): readonly string[] {
  return page.links().flatMap(({ place, target }) => {
    if (ELSEWHERE.test(target)) return [];
    const [path = '', anchor] = decodeURIComponent(target).split('#');
    const name = path === '' ? page.name : normalize(join(dirname(page.name), path)).replaceAll('\\', '/');
    if (name.startsWith('..')) return [`${place}: ${target} leads out of the project`];
    if (path !== '' && !existsSync(join(ROOT, name))) return [`${place}: ${target}: there is no ${name}`];
    if (anchor === undefined || (path !== '' && statSync(join(ROOT, name)).isDirectory())) return [];
    if (!name.endsWith('.md')) return [];
    const there = path === '' ? page : other(name);
    return there.anchors().has(anchor) ? [] : [`${place}: ${target}: ${name} has no heading #${anchor}`];
  });
}
