import type { LoadJudgement } from './judgement';
import type { LoadFacts } from './load';

/** What is known of a load before its first request. */
export interface LoadAbout {
  readonly suiteVersion: string;
  readonly startedAt: string;
  readonly profile: string;
  readonly hosting: string;
  readonly target: { readonly sees: string; readonly expressplay: string };
  readonly seed: number;
  readonly nonce: string;
  readonly configurationDigest: string;
  readonly node: string;
}

/** `load.json`. Only counts, times, statuses and names of ours: nothing that a target wrote, no identity of a flow. */
export function loadJson(
  about: LoadAbout,
  facts: LoadFacts,
  { checks, verdict }: LoadJudgement,
  peakBytes: number,
): object {
  const { suiteVersion, ...run } = about;
  const { flows, bound, stopped, calledOff, crossings, twins, partial, firstFlow } = facts;
  return {
    schemaVersion: 1,
    kind: 'load',
    suite: { name: 'sees-conformance', version: suiteVersion },
    run: { ...run, durationMs: facts.durationMs, ...(partial === undefined ? {} : { partial }) },
    flows: {
      asked: flows,
      bound,
      stopped: stopped.reduce((sum, { count }) => sum + count, 0),
      calledOff,
      ...(firstFlow === undefined ? {} : { firstFlow }),
    },
    crossings: { count: crossings.count, byKind: crossings.byKind, examples: crossings.examples },
    twins,
    stopped,
    checks,
    verdict,
    information: {
      flowsPerSecond: perSecond(bound, facts.durationMs),
      requestsPerSecond: perSecond(facts.requests, facts.durationMs),
      requests: facts.requests,
      backendRequests: facts.backendRequests,
      putOff: facts.putOff,
      sockets: facts.sockets,
      mostFlowsInFlight: facts.mostFlowsInFlight,
      mostRequestsInFlight: facts.mostRequestsInFlight,
      peakMemoryBytes: peakBytes,
      arrows: facts.arrows,
    },
  };
}

/** The same for people. */
export function loadLines(
  about: LoadAbout,
  facts: LoadFacts,
  { checks, verdict }: LoadJudgement,
  peakBytes: number,
): string[] {
  const { target, profile } = about;
  const width = Math.max(...facts.arrows.map(({ arrow, name }) => arrow.length + name.length + 2), 0);
  return [
    `profile ${profile}; SEES: ${target.sees}; ExpressPlay: ${target.expressplay}`,
    `${number(facts.bound)} of ${number(facts.flows)} flows came to the license of their own title` +
      `; ${number(facts.mostFlowsInFlight)} in flight at once over ${number(facts.sockets)} sockets`,
    ...(facts.firstFlow === undefined ? [] : [`the flow that goes first did not come through: ${facts.firstFlow}`]),
    ...facts.stopped.map(({ at, why, count }) => `  ${number(count)} stopped at ${at}: ${why}`),
    ...(facts.calledOff === 0 ? [] : [`  ${number(facts.calledOff)} called off`]),
    ...(facts.putOff === 0 ? [] : [`  ${number(facts.putOff)} times a service asked for patience and was asked again`]),
    ...facts.crossings.examples.map(({ what }) => `  crossed: ${what}`),
    ...facts.twins.examples.map((what) => `  ${what}`),
    '',
    ...checks.map(
      ({ id, outcome, waived, reason }) =>
        `  ${`${outcome}${waived === true ? ' (waived)' : ''}`.padEnd(15)} ${id.padEnd(20)} ${reason}`,
    ),
    '',
    'information, not judged:',
    `  ${String(perSecond(facts.bound, facts.durationMs))} flows/s, ${String(perSecond(facts.requests, facts.durationMs))} requests/s, ` +
      `${(facts.durationMs / 1000).toFixed(1)} s, peak memory ${(peakBytes / 2 ** 20).toFixed(0)} MiB`,
    ...facts.arrows.map(
      ({ arrow, name, p50Ms, p95Ms, p99Ms, maxMs, count }) =>
        `  ${`${arrow}  ${name}`.padEnd(width)}  p50 ${ms(p50Ms)}  p95 ${ms(p95Ms)}  p99 ${ms(p99Ms)}  max ${ms(maxMs)} ms  (${number(count)})`,
    ),
    '',
    ...(facts.partial === undefined ? [] : [`ended early: ${facts.partial}`]),
    `${verdict.exitCode === 0 ? 'passed' : verdict.exitCode === 1 ? 'FAILED' : 'could not test'}: ${verdict.reason} (exit code ${String(verdict.exitCode)})`,
  ];
}

function perSecond(count: number, durationMs: number): number {
  return durationMs <= 0 ? 0 : Math.round((count / durationMs) * 10_000) / 10;
}

function number(count: number): string {
  return count.toLocaleString('en-US');
}

function ms(value: number): string {
  return value.toFixed(1).padStart(7);
}
