import { mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { homedir, tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { codeOf, writeAtomically } from '../output';
import { cleanReport } from './clean';
import { runScript } from './child';
import { openFile } from './open-file';
import { withPicturesOpen } from './pictures-open';
import { chooseRenderer, type RendererChoice, type RendererName } from './renderer';

export interface RenderOptions {
  /** Folder with Allure results. */
  readonly results: string;
  /** Folder that gets `index.html`. */
  readonly output: string;
  /** `auto` unless told. */
  readonly renderer?: RendererChoice;
  /** Only such a report opens from disk; there is no other form. */
  readonly singleFile?: true;
  /** Show it in the browser when it is there. */
  readonly open?: boolean;
  /** Two minutes unless told. */
  readonly timeoutMs?: number;
  /** `process.env` unless told. */
  readonly env?: NodeJS.ProcessEnv;
}

export type RenderResult =
  | { readonly ok: true; readonly file: string; readonly renderer: RendererName }
  | { readonly ok: false; readonly why: string };

/** Names of variables a renderer may see: what it needs to run. Credentials of the run are none of its business. */
const PASSED_ON =
  /^(?:PATH|PATHEXT|HOME|USERPROFILE|JAVA_HOME|JAVA_OPTS|TMPDIR|TEMP|TMP|SYSTEMROOT|COMSPEC|LANG|LC_\w+|TZ)$/iu;

/** Draws the report as one file that loads nothing. Never throws: a missing report is told, not a reason to lose a run. */
export async function renderReport(options: RenderOptions): Promise<RenderResult> {
  try {
    return await render(options);
  } catch (error) {
    return {
      ok: false,
      why: `the report could not be written: ${error instanceof Error ? error.message : String(error)}`,
    };
  }
}

async function render(options: RenderOptions): Promise<RenderResult> {
  const env = options.env ?? process.env;
  const timeoutMs = options.timeoutMs ?? 120_000;
  const results = resolve(options.results);
  // A2 takes any folder, even one that is not there, and reports success.
  if (!isFolder(results)) return { ok: false, why: `there are no results in ${options.results}: run the suite first` };
  const renderer = chooseRenderer(options.renderer ?? 'auto', env);
  if ('missing' in renderer) return { ok: false, why: renderer.missing };
  const scratch = mkdtempSync(join(tmpdir(), 'sees-conformance-report-'));
  try {
    const output = join(scratch, 'report');
    const end = await runScript(renderer.script, renderer.arguments(results, output), {
      // Neither a configuration file nor a repository of the caller's folder is to change the report.
      cwd: scratch,
      env: childEnvironment(env),
      timeoutMs,
    });
    const said = end.lastLines === '' ? '' : `; it said:\n${end.lastLines}`;
    if (end.timedOut)
      return { ok: false, why: `${renderer.name} did not finish in ${String(timeoutMs / 1000)} s${said}` };
    const html = readReport(join(output, 'index.html'));
    if (end.code !== 0)
      return { ok: false, why: `${renderer.name} ended with code ${String(end.code ?? 'none')}${said}` };
    if (html === undefined) return { ok: false, why: `${renderer.name} wrote no report${said}` };
    const file = join(options.output, 'index.html');
    const clean = cleanReport(html, [results, output, scratch, process.cwd(), homedir()].map(asBytes));
    writeAtomically(file, Buffer.from(withPicturesOpen(clean), 'latin1'));
    if (options.open === true) openFile(file);
    return { ok: true, file, renderer: renderer.name };
  } finally {
    rmSync(scratch, { recursive: true, force: true });
  }
}

function childEnvironment(env: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  const passed = Object.entries(env).filter(([name]) => PASSED_ON.test(name));
  return { ...Object.fromEntries(passed), ALLURE_NO_ANALYTICS: 'true', NO_COLOR: '1' };
}

function isFolder(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isDirectory() === true;
}

/** As such a text stands in UTF-8, a character for each byte. */
function asBytes(text: string): string {
  return Buffer.from(text, 'utf8').toString('latin1');
}

/**
 * The report's text, a character for each byte: nothing in its megabytes has to be decoded, and encoded again, to take something
 * out. Undefined where there is none or it holds no data.
 */
function readReport(path: string): string | undefined {
  try {
    const html = readFileSync(path, 'latin1');
    return html.includes('reportData') ? html : undefined;
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return undefined;
    throw error;
  }
}
