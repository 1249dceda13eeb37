import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { ROOT } from '../command';

/** A fenced block of a page, with what the HTML comment right above it says of it. */
export interface Block {
  /** `docs/x.md:12`, the line of the opening fence. */
  readonly place: string;
  /** sh, console, yaml, ...; empty where the fence names none. */
  readonly language: string;
  readonly text: string;
  /** Text of the comment, without its marks; empty where there is none. */
  readonly note: string;
}

const FENCE = /^( *)```+([\w-]*).*$/u;
const COMMENT = /^\s*<!--(.*)-->\s*$/u;

/** A document of the project as it is written. */
export class Page {
  readonly lines: readonly string[];

  constructor(
    /** Relative to the project, with slashes. */
    readonly name: string,
    text = readFileSync(join(ROOT, name), 'utf8'),
  ) {
    this.lines = text.split('\n');
  }

  /** Every fenced block, in the order of the page; the fence's indent is taken off. */
  blocks(): readonly Block[] {
    const blocks: Block[] = [];
    let open: { indent: string; language: string; line: number; text: string[] } | undefined;
    for (const [index, line] of this.lines.entries()) {
      const [fence, indent = '', language = ''] = FENCE.exec(line) ?? [];
      if (open === undefined) {
        if (fence !== undefined) open = { indent, language, line: index, text: [] };
      } else if (fence !== undefined && language === '') {
        const { line: start, text } = open;
        blocks.push({
          place: `${this.name}:${String(start + 1)}`,
          language: open.language,
          text: `${text.join('\n')}\n`,
          note: this.noteAbove(start),
        });
        open = undefined;
      } else {
        open.text.push(line.startsWith(open.indent) ? line.slice(open.indent.length) : line.trimStart());
      }
    }
    return blocks;
  }

  private noteAbove(line: number): string {
    const above = this.lines[line - 1]?.trim() === '' ? this.lines[line - 2] : this.lines[line - 1];
    return COMMENT.exec(above ?? '')?.[1]?.trim() ?? '';
  }

  /** The page without its code, each line in its place. */
  prose(): readonly string[] {
    let inside = false;
    return this.lines.map((line) => {
      const isFence = FENCE.test(line);
      if (isFence) inside = !inside;
      return inside || isFence ? '' : line.replace(/`[^`]*`/gu, '');
    });
  }

  /** What links with `#` may lead to: headings the way GitHub names them, and ids written as HTML. */
  anchors(): ReadonlySet<string> {
    const anchors = new Set<string>();
    for (const [index, line] of this.prose().entries()) {
      for (const [, id = ''] of line.matchAll(/\b(?:id|name)="([^"]+)"/gu)) anchors.add(id);
      if (!/^#{1,6} /u.test(line)) continue;
      const name = slug(this.lines[index] ?? '');
      let anchor = name;
      for (let again = 1; anchors.has(anchor); again += 1) anchor = `${name}-${String(again)}`;
      anchors.add(anchor);
    }
    return anchors;
  }

  /** Links and pictures, `[text](target)`, `[name]: target` and `src="target"`, with their lines. */
  links(): readonly { readonly place: string; readonly target: string }[] {
    const forms = [/\]\(\s*<?([^)\s>]+)>?[^)]*\)/gu, /^\[[^\]]+\]:\s*(\S+)/gu, /\b(?:src|href)="([^"]+)"/gu];
    return this.prose().flatMap((line, index) =>
      forms
        .flatMap((form) => [...line.matchAll(form)])
        .map(([, target = '']) => ({ place: `${this.name}:${String(index + 1)}`, target })),
    );
  }
}

/** GitHub's name for a heading: lower case, punctuation gone, blanks as dashes. */
export function slug(heading: string): string {
  return heading
    .replace(/^#{1,6}\s+/u, '')
    .replace(/\[([^\]]*)\]\([^)]*\)/gu, '$1')
    .trim()
    .toLowerCase()
    .replace(/[^\p{L}\p{N}\p{M} _-]/gu, '')
    .replace(/ /gu, '-');
}

/** README, CONTRIBUTING, CHANGELOG and everything below docs/. */
export function pages(): readonly Page[] {
  const below = readdirSync(join(ROOT, 'docs'), { recursive: true, encoding: 'utf8' })
    .map((name) => `docs/${name.replaceAll('\\', '/')}`)
    .filter((name) => name.endsWith('.md'))
    .sort();
  return ['README.md', 'CONTRIBUTING.md', 'CHANGELOG.md', ...below].map((name) => new Page(name));
}
