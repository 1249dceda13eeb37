import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { codePlace, openRun } from '../../support/cli';
import type { Exchange, Handler, HttpRequest, HttpResponse, Journal } from '../../support/exchange';
import { Engine, type Run } from '../../support/session';
import { loadConfiguration, type Target } from '../../support/target';
import type { PlannedScenario, ScenarioRecord } from '../../support/verdict';
import type { Decorations } from '../../support/violations';
import { garbled as garble, type Garbling } from './garbling';
import type { Point } from './runs';

/** The n-th answer at a point of a scenario, counted from 0. */
export interface Place {
  readonly scenario: PlannedScenario;
  readonly point: Point;
  readonly nth: number;
}

export interface GarbledAnswer {
  readonly exchange: Exchange;
  readonly before: HttpResponse;
  /** As it was heard, unpacked; undefined: there was none. */
  readonly after: HttpResponse | undefined;
}

export interface Tried {
  readonly scenarios: readonly PlannedScenario[];
  /** One of each scenario, as are the journals. */
  readonly records: readonly ScenarioRecord[];
  readonly journals: readonly Journal[];
  readonly target: Target;
  /** In the order of sending, with what was garbled. */
  readonly answers: readonly { readonly point: Point; readonly exchange: Exchange }[];
  readonly garbled: GarbledAnswer | undefined;
  /** Errors of steps that no step throws on purpose, warnings, rejections. */
  readonly accidents: readonly string[];
  /** Journals of scenarios that opened sockets. */
  readonly doors: ReadonlySet<Journal>;
}

/** What a step says when a scenario cannot or need not go on. */
const ON_PURPOSE = ['BlockedError', 'NotObservableError', 'ViolationError'];

/** Longer than any scenario against a target that answers at once, on a machine that has other things to do. */
const HANGS_MS = 30_000;

/** Single scenarios against the reference pair in this process, one answer of which is garbled. */
export class Laboratory {
  readonly #engine = new Engine(codePlace());
  readonly #folder = mkdtempSync(join(tmpdir(), 'sees-conformance-fuzz-'));
  #accidents: string[] = [];

  static async open(): Promise<Laboratory> {
    const laboratory = new Laboratory();
    await laboratory.#watchSteps();
    process.on('unhandledRejection', laboratory.#onRejection);
    process.on('warning', laboratory.#onWarning);
    return laboratory;
  }

  async scenarios(): Promise<readonly PlannedScenario[]> {
    return (await this.#engine.plan(undefined)).scenarios;
  }

  /** @param all what happens to the answer there; undefined: nothing is garbled anywhere */
  async conduct(scenarios: readonly PlannedScenario[], place?: Place, all: readonly Garbling[] = []): Promise<Tried> {
    this.#accidents = [];
    const journals: Journal[] = [];
    const answers: { point: Point; exchange: Exchange }[] = [];
    const seen = new Map<Point, number>();
    const found: { garbled?: Pick<GarbledAnswer, 'exchange' | 'before'> } = {};
    const around =
      (right: Handler): Handler =>
      async (request) => {
        const exchange = underWay(journals, request);
        const point = exchange === undefined ? undefined : pointOf(exchange);
        if (exchange === undefined || point === undefined) return right(request);
        answers.push({ point, exchange });
        const nth = seen.get(point) ?? 0;
        seen.set(point, nth + 1);
        const before = await right(request);
        if (place?.point !== point || place.nth !== nth) return before;
        found.garbled = { exchange, before };
        return garble(before, all);
      };
    const violation: Decorations = { sees: around, expressplay: around };
    const file = join(this.#folder, 'settings.json');
    writeFileSync(file, JSON.stringify({ hosting: 'direct', seed: 7, nonce: '00c0ffee' }));
    const configuration = loadConfiguration({ file, env: {}, cwd: this.#folder });
    const run = await openRun(configuration, [], { violation, applied: () => undefined });
    const { target } = run;
    const doors = new Set<Journal>();
    Object.assign(target, {
      attach: attachTo(target, (journal) => void journals.unshift(journal)),
      tls: ((open) => () => {
        if (journals[0] !== undefined) doors.add(journals[0]);
        return open();
      })(target.tls),
    });
    try {
      const records = await inTime(run, this.#engine.execute(run, scenarios));
      // What nobody waits for gets its turn before it is asked what went wrong.
      await new Promise((resolve) => setImmediate(resolve));
      const accidents = [...this.#accidents, ...records.flatMap(accidentsOf)];
      const changed = found.garbled && { ...found.garbled, after: found.garbled.exchange.response };
      return { scenarios, records, journals: journals.reverse(), target, answers, garbled: changed, accidents, doors };
    } finally {
      await target.close();
    }
  }

  close(): void {
    process.off('unhandledRejection', this.#onRejection);
    process.off('warning', this.#onWarning);
    rmSync(this.#folder, { recursive: true, force: true });
  }

  readonly #onRejection = (reason: unknown): void => void this.#accidents.push(`rejected: ${told(reason)}`);

  readonly #onWarning = (warning: Error): void => {
    if (/experimental/i.test(warning.name)) return;
    this.#accidents.push(`warned: ${warning.message}`);
  };

  /** A record holds the words of an error only, which say little about whose it is. */
  async #watchSteps(): Promise<void> {
    const { stepDefinitions } = (await this.#engine.library()) as unknown as {
      readonly stepDefinitions: readonly { readonly code: (...given: unknown[]) => unknown }[];
    };
    for (const definition of stepDefinitions) {
      const act = definition.code;
      const note = (error: unknown): void => {
        if (!(error instanceof Error) || !ON_PURPOSE.includes(error.name))
          this.#accidents.push(`threw: ${told(error)}`);
      };
      const watched = async function (this: unknown, ...given: unknown[]): Promise<unknown> {
        try {
          return await act.apply(this, given);
        } catch (error) {
          note(error);
          throw error;
        }
      };
      // cucumber counts parameters to find steps that want a callback.
      Object.assign(definition, { code: Object.defineProperty(watched, 'length', { value: act.length }) });
    }
  }
}

function attachTo(target: Target, told: (journal: Journal) => void): Target['attach'] {
  const attach = target.attach.bind(target);
  return (journal) => {
    told(journal);
    attach(journal);
  };
}

async function inTime<T>(run: Run, work: Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => {
      run.interrupt('it hangs');
      reject(new Error(`the scenario hangs: no end after ${HANGS_MS} ms`));
    }, HANGS_MS);
  });
  try {
    return await Promise.race([work, late]);
  } finally {
    clearTimeout(timer);
  }
}

/** The exchange that waits for the answer to this request; the latest, where several of the same wait. */
function underWay(journals: readonly Journal[], request: HttpRequest): Exchange | undefined {
  for (const { exchanges } of journals) {
    const found = exchanges.findLast(
      (exchange) =>
        exchange.endTick === undefined &&
        exchange.request.method === request.method &&
        pathOf(exchange.request.url) === pathOf(request.url) &&
        exchange.request.body.equals(request.body),
    );
    if (found !== undefined) return found;
  }
  return undefined;
}

function pathOf(url: string): string {
  return url.replace(/^[a-z]+:\/\/[^/?#]*/i, '');
}

export function pointOf({ operation, from }: Exchange): Point | undefined {
  switch (operation) {
    case 'entitlement':
      return 'SEES to the player';
    case 'token':
      return from === 'sees' ? 'token service to SEES' : 'token service to the harness';
    case 'record':
      return from === 'sees' ? 'record service to SEES' : 'record service to the harness';
    case 'license':
      return 'license service to the player';
    case 'unknown':
      return undefined;
  }
}

/** Our own faults as records show them. */
function accidentsOf({ findings, steps }: ScenarioRecord): string[] {
  return [
    ...findings
      .filter(({ verdict }) => verdict === 'harness-error')
      .map(({ check, message }) => `${check}: ${message}`),
    ...steps.filter(({ text }) => text === 'hook').map(({ message }) => `hook: ${message}`),
  ];
}

function told(reason: unknown): string {
  return reason instanceof Error ? (reason.stack ?? reason.message) : String(reason);
}
