import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { temporaryFolder } from '../command';

/** A step of a composite action, as YAML has it. */
export interface ActionStep {
  readonly id?: string;
  readonly name?: string;
  readonly if?: string;
  readonly uses?: string;
  readonly shell?: string;
  readonly run?: string;
  readonly env?: Readonly<Record<string, string>>;
  readonly 'working-directory'?: string;
}

export interface Action {
  readonly inputs: Readonly<Record<string, { readonly description: string; readonly default: string }>>;
  readonly outputs: Readonly<Record<string, { readonly description: string; readonly value: string }>>;
  readonly runs: { readonly using: string; readonly steps: readonly ActionStep[] };
}

export interface ActionRun {
  /** Exit code of the last step that was run. */
  readonly code: number;
  readonly outputs: Readonly<Record<string, string>>;
  readonly summary: string;
  /** What all steps printed. */
  readonly log: string;
}

export interface ActionPlace {
  /** The checkout of the action. */
  readonly actionPath: string;
  /** Where the job works. */
  readonly workspace: string;
  readonly env?: NodeJS.ProcessEnv;
}

/** Runs the shell steps of an action one after the other, as GitHub's runner does; steps of other actions are left out. */
export function runAction(action: Action, given: Readonly<Record<string, string>>, place: ActionPlace): ActionRun {
  const inputs = Object.fromEntries(Object.entries(action.inputs).map(([name, input]) => [name, input.default]));
  const values = new Map(Object.entries({ ...inputs, ...given }).map(([name, value]) => [`inputs.${name}`, value]));
  values.set('github.action_path', place.actionPath);
  const filled = (text: string): string =>
    text.replace(/\$\{\{ *([\w.-]+) *\}\}/g, (_whole, name: string) => values.get(name) ?? '');
  const temp = mkdtempSync(join(temporaryFolder(), 'runner-'));
  const files = { GITHUB_OUTPUT: join(temp, 'output'), GITHUB_STEP_SUMMARY: join(temp, 'summary') };
  writeFileSync(files.GITHUB_STEP_SUMMARY, '');
  let code = 0;
  let log = '';
  for (const { id, run, env = {}, 'working-directory': folder = '.' } of action.runs.steps) {
    if (run === undefined) continue;
    const script = join(temp, 'step.sh');
    writeFileSync(script, run);
    writeFileSync(files.GITHUB_OUTPUT, '');
    const own = Object.fromEntries(Object.entries(env).map(([name, text]) => [name, filled(text)]));
    const ended = spawnSync('bash', ['--noprofile', '--norc', '-e', '-o', 'pipefail', script], {
      cwd: resolve(place.workspace, filled(folder)),
      env: { ...place.env, ...files, RUNNER_TEMP: temp, ...own },
      encoding: 'utf8',
    });
    log += ended.stdout + ended.stderr;
    for (const [, name = '', value = ''] of readFileSync(files.GITHUB_OUTPUT, 'utf8').matchAll(/^([\w-]+)=(.*)$/gm)) {
      values.set(`steps.${id ?? ''}.outputs.${name}`, value);
    }
    code = ended.status ?? -1;
    if (code !== 0) break;
  }
  return {
    code,
    log,
    summary: readFileSync(files.GITHUB_STEP_SUMMARY, 'utf8'),
    outputs: Object.fromEntries(Object.entries(action.outputs).map(([name, { value }]) => [name, filled(value)])),
  };
}
