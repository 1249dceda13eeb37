import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Engine, type Run } from '../session';
import { conductTrial, type Trial } from '../selftest';
import { loadConfiguration, type Configuration, type Misbehavior } from '../target';
import type { PlannedScenario, RunListener } from '../verdict';
import type { Settings } from '../violations';
import { codePlace } from './code-place';
import { openRun } from './open-run';

export interface Experiment extends Omit<Misbehavior, 'applied'> {
  readonly settings?: Settings;
  /** Ids; undefined: all. */
  readonly scenarios?: ReadonlySet<string> | undefined;
  readonly listeners?: readonly RunListener[];
  /** Told whenever the misbehavior makes a difference. */
  readonly applied?: () => void;
}

/** The same names in every run, so that the same messages meet the same violation. */
const NONCE = 'c0ffee00c0ffee00';

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

  async conduct({ settings = {}, scenarios, listeners = [], applied, ...misbehavior }: Experiment): Promise<Trial> {
    const planned = await this.scenarios();
    const chosen = scenarios === undefined ? planned : planned.filter(({ id }) => scenarios.has(id));
    const run = await openRun(this.configuration(settings), listeners, {
      ...misbehavior,
      applied: applied ?? ((): void => undefined),
    });
    try {
      return await conductTrial(this.#engine, run, chosen);
    } finally {
      await run.target.close();
    }
  }

  /** A run that nobody conducts: what this target can show of the ledger. */
  async manifest(settings: Settings = {}): Promise<Run['manifest']> {
    const run = await openRun(this.configuration(settings), []);
    await run.target.close();
    return run.manifest;
  }

  close(): void {
    rmSync(this.#folder, { recursive: true, force: true });
  }

  configuration(settings: Settings): Configuration {
    const file = join(this.#folder, 'settings.json');
    writeFileSync(file, JSON.stringify({ hosting: 'direct', seed: this.seed, nonce: NONCE, ...settings }));
    return loadConfiguration({ file, env: {}, cwd: this.#folder });
  }
}
