/** A block of a declarative pipeline, or a step with what is given to it. */
export interface JenkinsNode {
  readonly name: string;
  /** Between name and block or end of line. */
  readonly given: string;
  readonly inner: readonly JenkinsNode[];
}

/**
 * The blocks of a declarative Jenkinsfile with a statement in each line.
 * @throws {SyntaxError} with the line where a bracket or a quote is not closed, or where there is no statement
 */
export function parseJenkinsfile(text: string): JenkinsNode[] {
  const root: JenkinsNode[] = [];
  const open: JenkinsNode[][] = [root];
  for (const [index, whole] of text.split('\n').entries()) {
    const line = whole.replace(/^\s*\/\/.*$/, '').trim();
    if (line === '') continue;
    const wrong = (why: string): SyntaxError => new SyntaxError(`line ${String(index + 1)}: ${why}: ${line}`);
    if (line === '}') {
      open.pop();
      if (open.length === 0) throw wrong('nothing is open');
      continue;
    }
    const bare = line.replace(/'(?:[^'\\]|\\.)*'|"(?:[^"\\]|\\.)*"/g, 'T');
    if (/['"]/.test(bare)) throw wrong('a quote is not closed');
    if (count(bare, '(') !== count(bare, ')') || count(bare, '[') !== count(bare, ']')) {
      throw wrong('a bracket is not closed');
    }
    const [, name, rest] = /^([A-Za-z]\w*)\b\s*(.*)$/.exec(line) ?? [];
    if (name === undefined || rest === undefined) throw wrong('this is no statement');
    const begins = bare.endsWith('{');
    const inner: JenkinsNode[] = [];
    open.at(-1)?.push({ name, given: begins ? rest.slice(0, -1).trim() : rest, inner });
    if (begins) open.push(inner);
  }
  if (open.length > 1) throw new SyntaxError('a block is not closed at the end');
  return root;
}

function count(text: string, character: string): number {
  return text.split(character).length - 1;
}
