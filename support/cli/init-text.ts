import { schemaAt, type KeyPath } from '../target';
import { ABOUT, initOutline, type InitProfile } from './init-outline';

const WIDTH = 110;

/**
 * The configuration file that `init` writes: every setting behind what the schema says of it. A setting that is left to its
 * default is a comment without a blank behind the `#`; what is told has one.
 * @param schema where editors find the schema, relative to the file
 */
export function initText(profile: InitProfile, schema: string): string {
  const lines = settingLines(initOutline(profile));
  const variables = [...new Set(lines.filter(isOn).flatMap((line) => line.match(/(?<=\$\{)\w+(?=\})/g) ?? []))];
  return [
    `# yaml-language-server: $schema=${schema}`,
    ...paragraphs([
      'Configuration of sees-conformance.',
      ...ABOUT[profile],
      'A setting behind a # is an example and not in force: without the # it is. Paths start at the folder of this file.',
      'All settings: docs/configuration.md.',
      ...(variables.length === 0 ? [] : [`Secrets come from the environment: ${variables.join(', ')}.`]),
    ]),
    ...lines,
    '',
  ].join('\n');
}

function isOn(line: string): boolean {
  return !/^\s*#/.test(line);
}

/** The lines of the outline, each behind its meaning. */
function settingLines(outline: readonly string[]): string[] {
  const told = new Set<string>();
  const open: { readonly column: number; readonly step: string | number }[] = [];
  const path = (): KeyPath => open.map(({ step }) => step);
  return outline.flatMap((line) => {
    const plain = line.replace('~', '');
    const [, indent = '', dash = '', key = ''] = /^( *)(- )?([\w.-]+):/.exec(plain) ?? [];
    const column = indent.length + dash.length;
    while ((open.at(-1)?.column ?? -1) >= (dash === '' ? column : indent.length)) open.pop();
    if (dash !== '') open.push({ column: indent.length, step: 0 });
    open.push({ column, step: key });
    const meaning = told.has(path().join('/')) ? undefined : meaningOf(path());
    told.add(path().join('/'));
    // Without its # a commented section is YAML with comments again.
    const [margin = ''] = /^ *(~ +)?/.exec(line) ?? [];
    const space = open.length === 1 ? [''] : [];
    const comment = meaning === undefined ? [] : paragraphs([meaning], margin.replace('~', '#'));
    return [...space, ...comment, line.replace('~', '#')];
  });
}

function meaningOf(path: KeyPath): string | undefined {
  const node = schemaAt(path);
  const text = node?.description?.replace(/ ?Path, relative to this file(; from the command line[^.]*)?\.?/, '').trim();
  if (text === undefined) return undefined;
  return node?.enum === undefined || node.enum.every((value) => text.includes(String(value)))
    ? text
    : `${text} One of ${node.enum.join(', ')}.`;
}

/** Each text as comment lines that are not too long. */
function paragraphs(texts: readonly string[], margin = ''): string[] {
  return texts.flatMap((text) => {
    const lines: string[] = [];
    let line = '';
    for (const word of text.split(' ')) {
      if (line !== '' && margin.length + line.length + word.length > WIDTH) {
        lines.push(line);
        line = word;
      } else {
        line = line === '' ? word : `${line} ${word}`;
      }
    }
    return [...lines, line].map((each) => `${margin}# ${each}`);
  });
}
