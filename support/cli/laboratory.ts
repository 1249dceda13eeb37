import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Engine } from '../session';
import { conductTrial, type Trial } from '../selftest';
import { loadConfiguration, type Configuration, type Misbehavior } from '../target';
import type { PlannedScenario, RunListener } from '../verdict';
import { codePlace } from './code-place';
import { openRun } from './open-run';

export interface Experiment extends Omit<Misbehavior, 'applied'> {
  readonly settings?: Readonly<Record<string, unknown>>;
  /** Ids; undefined: all. */
  readonly scenarios?: ReadonlySet<string> | undefined;
  readonly listeners?: readonly RunListener[];
}

/** The suite against the reference pair in this process, straight at the handlers, again and again. */
export class Laboratory {
  readonly #engine = new Engine(codePlace());
  readonly #folder = mkdtempSync(join(tmpdir(), 'sees-conformance-selftest-'));
  #planned: Promise<readonly PlannedScenario[]> | undefined;

  constructor(private readonly seed: number) {}

  /** Every scenario of the suite. */
  scenarios(): Promise<readonly PlannedScenario[]> {
    this.#planned ??= this.#engine.plan(undefined).then(({ scenarios }) => scenarios);
    return this.#planned;
  }

  async conduct({ settings = {}, scenarios, listeners = [], ...misbehavior }: Experiment): Promise<Trial> {
    const planned = await this.scenarios();
    const chosen = scenarios === undefined ? planned : planned.filter(({ id }) => scenarios.has(id));
    let applied = 0;
    const run = await openRun(this.#configuration(settings), listeners, {
      ...misbehavior,
      applied: () => (applied += 1),
    });
    try {
      return await conductTrial(this.#engine, run, chosen, () => applied);
    } finally {
      await run.target.close();
    }
  }

  close(): void {
    rmSync(this.#folder, { recursive: true, force: true });
  }

  #configuration(settings: Readonly<Record<string, unknown>>): Configuration {
    const file = join(this.#folder, 'settings.json');
    writeFileSync(file, JSON.stringify({ hosting: 'direct', seed: this.seed, ...settings }));
    return loadConfiguration({ file, env: {}, cwd: this.#folder });
  }
}
