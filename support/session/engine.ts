import { join } from 'node:path';
import { PassThrough } from 'node:stream';
import type { IRunOptions, ISupportCodeLibrary } from '@cucumber/cucumber/api';
import type { Envelope } from '@cucumber/messages';
import { packageFile } from '../ledger';
import type { PlannedScenario, ScenarioRecord } from '../verdict';
import { Hold } from './hold';
import { Recorder } from './recorder';
import { rememberMatches } from './remembered-matches';
import { setCurrentRun, type Run } from './run';
import { withShortTraces } from './short-traces';
import { sideBySide } from './side-by-side';
import { silentFormatter } from './silent-formatter';
import { runWithoutScopes } from './without-scopes';

export interface Plan {
  readonly scenarios: readonly PlannedScenario[];
  /** Steps without a definition or with several, `uri:line step` with the scenario's line. */
  readonly unfit: readonly string[];
}

/** A plan whose scenarios wait to be executed. */
export interface Begun extends Plan {
  /** Once: runs these of the planned scenarios in their order; each is recorded, and the run's listeners are told. */
  execute(run: Run, scenarios: readonly PlannedScenario[]): Promise<readonly ScenarioRecord[]>;
}

/** A feature file cannot be read; the message names file and line. */
export class FeatureError extends Error {
  override readonly name = 'FeatureError';
}

/** Step files register themselves when they are first loaded and never again, so all engines of a process share them. */
const libraries = new Map<string, Promise<ISupportCodeLibrary>>();

/**
 * Cucumber, driven again and again in this process (architecture decision 9): the support code is loaded once.
 */
export class Engine {
  readonly #root = join(packageFile('package.json'), '..');

  /** @param extension of the step files: `ts` in a clone, `js` in the published package */
  constructor(private readonly code: { readonly folder: string; readonly extension: 'ts' | 'js' }) {}

  /**
   * What the features hold, tag expression applied; nothing is executed, nothing sent.
   * @throws {FeatureError} when a feature file cannot be parsed
   */
  plan(tags: string | undefined, paths?: string[]): Promise<Plan> {
    return this.begin(tags, ({ scenarios, unfit }) => Promise.resolve({ scenarios, unfit }), paths);
  }

  /**
   * Reads the features once for the plan and for the run: cucumber is held before the first scenario while this acts.
   * @throws {FeatureError} when a feature file cannot be parsed
   */
  async begin<T>(
    tags: string | undefined,
    act: (begun: Begun) => Promise<T>,
    paths = ['features/**/*.feature'],
  ): Promise<T> {
    const hold = new Hold();
    const held: { run?: Run } = {};
    const recorder = new Recorder(() => held.run);
    const over = this.#cucumber({ paths, tags }, (envelope) => {
      hold.accept(envelope);
      recorder.accept(envelope);
    });
    await Promise.race([hold.reached, over]);
    const { selected, unfit } = recorder;
    const end = async (): Promise<void> => {
      hold.abandon();
      // It ends as it was asked to, or what became of it was told by `execute`.
      await over.catch(() => undefined);
    };
    const execute: Begun['execute'] = async (run, scenarios) => {
      const isAll = scenarios.length === selected.length && scenarios.every((one, index) => one === selected[index]);
      if (!isAll || scenarios.length === 0 || isOnItsOwnClock(run)) {
        await end();
        return this.execute(run, scenarios);
      }
      held.run = run;
      return this.#during(run, recorder, async () => {
        await readyFor(run);
        hold.release();
        await over;
      });
    };
    try {
      return await act({ scenarios: selected, unfit, execute });
    } finally {
      await end();
    }
  }

  /** Runs these scenarios in their order; each is recorded, and the run's listeners are told. */
  async execute(run: Run, scenarios: readonly PlannedScenario[]): Promise<readonly ScenarioRecord[]> {
    const recorder = new Recorder(() => run);
    const play = (some: readonly PlannedScenario[]): Promise<void> =>
      this.#cucumber({ paths: pathsOf(some), tags: undefined }, (envelope) => {
        recorder.accept(envelope);
      });
    return this.#during(run, recorder, async () => {
      if (scenarios.length === 0) return;
      await readyFor(run);
      if (isOnItsOwnClock(run)) await sideBySide(run, scenarios, play);
      else await play(scenarios);
    });
  }

  async #during(run: Run, recorder: Recorder, act: () => Promise<void>): Promise<readonly ScenarioRecord[]> {
    run.plans = (pickleId) => recorder.plannedFor(pickleId);
    setCurrentRun(run);
    try {
      await act();
      return recorder.records;
    } finally {
      setCurrentRun(undefined);
    }
  }

  /** The step definitions and hooks, as cucumber has them. */
  library(): Promise<ISupportCodeLibrary> {
    const { loadSupport } =
      require('@cucumber/cucumber/lib/api/load_support') as typeof import('@cucumber/cucumber/lib/api/load_support');
    const place = `${this.code.folder}*.${this.code.extension}`;
    const environment = {
      cwd: this.#root,
      stdout: new PassThrough().resume(),
      stderr: new PassThrough().resume(),
      env: {},
    };
    const library =
      libraries.get(place) ??
      withShortTraces(() =>
        loadSupport({ sources: sourcesOf([], undefined), support: this.#coordinates() }, environment),
      ).then((loaded) => {
        runWithoutScopes();
        return rememberMatches(loaded);
      });
    libraries.set(place, library);
    return library;
  }

  async #cucumber(
    what: { readonly paths: string[]; readonly tags: string | undefined },
    onMessage: (envelope: Envelope) => void,
  ): Promise<void> {
    const { runCucumber } =
      require('@cucumber/cucumber/lib/api/run_cucumber') as typeof import('@cucumber/cucumber/lib/api/run_cucumber');
    const stderr = new PassThrough();
    let complaints = '';
    stderr.on('data', (chunk: Buffer) => {
      complaints += chunk.toString('utf8');
    });
    const environment = { cwd: this.#root, stdout: new PassThrough().resume(), stderr, env: {} };
    const sources = sourcesOf(what.paths, what.tags);
    const parseErrors: string[] = [];
    const options: IRunOptions = {
      sources,
      support: await this.library(),
      runtime: {
        dryRun: false,
        failFast: false,
        filterStacktraces: true,
        parallel: 0,
        retry: 0,
        retryTagFilter: '',
        strict: true,
        worldParameters: {},
      },
      formats: {
        stdout: silentFormatter(),
        files: {},
        publish: false,
        options: {},
      },
    };
    await runCucumber(options, environment, (envelope) => {
      if (envelope.parseError !== undefined) {
        const { source, message } = envelope.parseError;
        parseErrors.push(`${source.uri ?? 'feature file'}: ${message}`);
      }
      onMessage(envelope);
    });
    if (parseErrors.length > 0) throw new FeatureError(parseErrors.join('\n'));
    if (complaints.includes('Parse error')) throw new FeatureError(complaints.trim());
  }

  #coordinates(): { requireModules: []; requirePaths: string[]; importPaths: []; loaders: [] } {
    const { folder, extension } = this.code;
    return {
      requireModules: [],
      requirePaths: [
        `${folder}support/world.${extension}`,
        `${folder}support/hooks.${extension}`,
        `${folder}steps/**/!(*.spec).${extension}`,
      ],
      importPaths: [],
      loaders: [],
    };
  }
}

/** Its time cannot be set. */
function isOnItsOwnClock({ target }: Run): boolean {
  return target.controls === undefined;
}

async function readyFor({ target }: Run): Promise<void> {
  target.prepare?.();
  await target.askTime?.();
}

function sourcesOf(paths: string[], tags: string | undefined): IRunOptions['sources'] {
  return { defaultDialect: 'en', paths, names: [], tagExpression: tags ?? '', order: 'defined' };
}

/** `uri:line:line`, one entry for each file. */
function pathsOf(scenarios: readonly PlannedScenario[]): string[] {
  const lines = new Map<string, number[]>();
  for (const { uri, line } of scenarios) lines.set(uri, [...(lines.get(uri) ?? []), line]);
  return [...lines].map(([uri, numbers]) => [uri, ...numbers].join(':'));
}
