import { join } from 'node:path';
import { PassThrough } from 'node:stream';
import type { IRunOptions, ISupportCodeLibrary } from '@cucumber/cucumber/api';
import type { Envelope } from '@cucumber/messages';
import { packageFile } from '../ledger';
import type { PlannedScenario, ScenarioRecord } from '../verdict';
import { Recorder } from './recorder';
import { rememberMatches } from './remembered-matches';
import { setCurrentRun, type Run } from './run';
import { sideBySide } from './side-by-side';

export interface Plan {
  readonly scenarios: readonly PlannedScenario[];
  /** Steps without a definition or with several, `uri:line step` with the scenario's line. */
  readonly unfit: readonly string[];
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
  async plan(tags: string | undefined, paths = ['features/**/*.feature']): Promise<Plan> {
    const recorder = new Recorder(() => undefined);
    await this.#cucumber({ paths, tags, dryRun: true }, (envelope) => recorder.accept(envelope));
    // A dry run skips every step that it could have run.
    const unfit = recorder.records.flatMap(({ uri, line, steps }) =>
      steps.filter(({ status }) => status === 'broken').map(({ text }) => `${uri}:${String(line)} ${text}`),
    );
    return { scenarios: recorder.selected, unfit };
  }

  /** Runs these scenarios in their order; each is recorded, and the run's listeners are told. */
  async execute(run: Run, scenarios: readonly PlannedScenario[]): Promise<readonly ScenarioRecord[]> {
    const recorder = new Recorder(() => run);
    run.plans = (pickleId) => recorder.plannedFor(pickleId);
    setCurrentRun(run);
    try {
      const accept = (envelope: Envelope): void => recorder.accept(envelope);
      const play = (some: readonly PlannedScenario[]): Promise<void> =>
        this.#cucumber({ paths: pathsOf(some), tags: undefined, dryRun: false }, accept);
      if (scenarios.length > 0) {
        run.target.prepare?.();
        await run.target.askTime?.();
      }
      if (scenarios.length > 0 && run.target.controls !== undefined) await play(scenarios);
      else await sideBySide(run, scenarios, play);
      return recorder.records;
    } finally {
      setCurrentRun(undefined);
    }
  }

  /** The step definitions and hooks, as cucumber has them. */
  library(): Promise<ISupportCodeLibrary> {
    const { loadSupport } = require('@cucumber/cucumber/api') as typeof import('@cucumber/cucumber/api');
    const place = `${this.code.folder}*.${this.code.extension}`;
    const environment = {
      cwd: this.#root,
      stdout: new PassThrough().resume(),
      stderr: new PassThrough().resume(),
      env: {},
    };
    const library =
      libraries.get(place) ??
      loadSupport({ sources: sourcesOf([], undefined), support: this.#coordinates() }, environment).then(
        rememberMatches,
      );
    libraries.set(place, library);
    return library;
  }

  async #cucumber(
    what: { readonly paths: string[]; readonly tags: string | undefined; readonly dryRun: boolean },
    onMessage: (envelope: Envelope) => void,
  ): Promise<void> {
    const { runCucumber } = require('@cucumber/cucumber/api') as typeof import('@cucumber/cucumber/api');
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
        dryRun: what.dryRun,
        failFast: false,
        filterStacktraces: true,
        parallel: 0,
        retry: 0,
        retryTagFilter: '',
        strict: true,
        worldParameters: {},
      },
      formats: {
        stdout: `./${this.code.folder}support/session/silent-formatter.js`,
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

function sourcesOf(paths: string[], tags: string | undefined): IRunOptions['sources'] {
  return { defaultDialect: 'en', paths, names: [], tagExpression: tags ?? '', order: 'defined' };
}

/** `uri:line:line`, one entry for each file. */
function pathsOf(scenarios: readonly PlannedScenario[]): string[] {
  const lines = new Map<string, number[]>();
  for (const { uri, line } of scenarios) lines.set(uri, [...(lines.get(uri) ?? []), line]);
  return [...lines].map(([uri, numbers]) => [uri, ...numbers].join(':'));
}
