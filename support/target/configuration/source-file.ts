import { readFileSync } from 'node:fs';
import { dirname, isAbsolute, relative } from 'node:path';
import { isMap, isPair, isScalar, isSeq, LineCounter, parseDocument, visit, type Document, type Scalar } from 'yaml';
import { ConfigurationError, type ConfigurationProblem } from './configuration-error';
import { rightForm } from './config-schema';
import { setIn, showPath, type KeyPath } from './key-path';
import type { Environment } from './options';
import { substitute } from './substitute';

/** The configuration file as written, with `${NAME}` replaced, and the places of its values. */
export class SourceFile {
  readonly folder: string;
  /** Settings by key; a plain tree that its reader may change. */
  readonly tree: Record<string, unknown>;
  /** Variables that values refer to. */
  readonly referred = new Set<string>();
  /** References that could not be replaced. */
  readonly problems: ConfigurationProblem[] = [];
  readonly #lines = new LineCounter();
  readonly #document: Document;
  readonly #substituted = new Set<unknown>();

  /**
   * @param path absolute
   * @throws {ConfigurationError} when it cannot be read, or is not YAML (JSON is YAML too), or holds no settings
   */
  constructor(
    readonly path: string,
    env: Environment,
    private readonly cwd: string,
    /** Where the file is put into the settings: a list that stands alone is that setting. */
    private readonly mount: KeyPath = [],
  ) {
    this.folder = dirname(path);
    // Without the library's excerpt of the lines around an error: they may hold secrets.
    this.#document = parseDocument(this.#read(), { lineCounter: this.#lines, prettyErrors: false });
    const error = this.#document.errors[0];
    if (error !== undefined) {
      // The library quotes what it stumbled over, and that may be a secret. Later errors follow from the first.
      const what = `not YAML: ${error.message.replace(/:? "[^]*$/, '')}.`;
      throw new ConfigurationError([{ where: this.#place(error.pos[0]), what, rightForm: 'YAML 1.2 or JSON' }]);
    }
    this.#substitute(env);
    const value = this.#toTree();
    if (mount.length > 0) {
      if (!isSeq(this.#document.contents)) {
        const what = 'the file holds no list.';
        throw new ConfigurationError([{ where: this.#place(0), what, rightForm: rightForm(mount) }]);
      }
      this.tree = {};
      setIn(this.tree, mount, value);
      return;
    }
    if (value !== null && !isMap(this.#document.contents)) {
      const rightForm = 'settings by key, e.g. `profile: sees`';
      throw new ConfigurationError([{ where: this.#place(0), what: 'the file holds no settings.', rightForm }]);
    }
    this.tree = (value ?? {}) as Record<string, unknown>;
  }

  /** `file:line:column key.path` of the innermost part of the path that is written down. */
  where(path: KeyPath): string {
    let node: unknown = this.#document.contents;
    let offset = 0;
    for (const step of path.slice(this.mount.length)) {
      const next: unknown = isMap(node)
        ? node.items.find(({ key }) => isScalar(key) && String(key.value) === step)
        : isSeq(node)
          ? node.items[Number(step)]
          : undefined;
      const start = offsetOf(isPair(next) ? next.key : next);
      if (start === undefined) break;
      offset = start;
      node = isPair(next) ? next.value : next;
    }
    return [this.#place(offset), showPath(path)].join(' ').trimEnd();
  }

  /** The value came from the environment: its type is not the writer's choice, and it is not to be repeated. */
  isSubstituted(path: KeyPath): boolean {
    return this.#substituted.has(this.#document.getIn(path.slice(this.mount.length), true));
  }

  /** A number or a boolean as it is spelled; undefined for anything else. */
  spelling(path: KeyPath): string | undefined {
    const node: unknown = this.#document.getIn(path.slice(this.mount.length), true);
    return isScalar(node) && typeof node.value !== 'string' ? node.source : undefined;
  }

  #read(): string {
    try {
      return readFileSync(this.path, 'utf8');
    } catch (error) {
      const code = (error as NodeJS.ErrnoException).code ?? 'unknown reason';
      const what = code === 'ENOENT' ? 'there is no such file.' : `the file cannot be read (${code}).`;
      throw new ConfigurationError([
        {
          where: this.#shown(),
          what,
          rightForm: `${this.mount.length > 0 ? '--contents' : '--config'} FILE with a file that can be read`,
        },
      ]);
    }
  }

  #toTree(): unknown {
    try {
      return this.#document.toJS({ maxAliasCount: 100 });
    } catch {
      // Aliases that unfold without end.
      throw new ConfigurationError([
        { where: this.#shown(), what: 'too many YAML aliases.', rightForm: 'values written out' },
      ]);
    }
  }

  #substitute(env: Environment): void {
    visit(this.#document, {
      Scalar: (key, node, ancestors) => {
        if (key === 'key' || typeof node.value !== 'string') return;
        const result = substitute(node.value, env);
        for (const name of result.referred) this.referred.add(name);
        if (result.referred.length > 0) this.#substituted.add(node);
        node.value = result.text;
        const where = result.problems.length > 0 ? this.where([...this.mount, ...pathOf([...ancestors, node])]) : '';
        this.problems.push(...result.problems.map((problem) => ({ where, ...problem })));
      },
    });
  }

  #shown(): string {
    const short = relative(this.cwd, this.path);
    return short.startsWith('..') || isAbsolute(short) ? this.path : short;
  }

  #place(offset: number): string {
    const { line, col } = this.#lines.linePos(offset);
    return `${this.#shown()}:${String(Math.max(line, 1))}:${String(Math.max(col, 1))}`;
  }
}

function offsetOf(node: unknown): number | undefined {
  return (node as { range?: readonly number[] | null } | null | undefined)?.range?.[0];
}

/** @param chain from the document to a scalar */
function pathOf(chain: readonly unknown[]): KeyPath {
  return chain.flatMap((node, index): KeyPath => {
    if (isPair(node)) return [String((node.key as Scalar).value)];
    return isSeq(node) ? [node.items.indexOf(chain[index + 1])] : [];
  });
}
