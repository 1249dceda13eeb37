import type { CheckVerdict, ConformanceReport, RequirementVerdict } from '../../verdict';
import { groupBy } from '../group-by';
import { oneLine } from '../text';
import { xmlDocument, type XmlElement } from './xml';

/** JUnit XML as CI servers read it: a suite per family of requirements, a case per check. */
export function junitXml(report: ConformanceReport): string {
  const families = groupBy(report.requirements, ({ family }) => family);
  return xmlDocument('testsuites', {
    '@name': report.suite.name,
    ...totals(report.requirements.flatMap(({ checks }) => checks)),
    '@time': seconds(report.run.durationMs),
    testsuite: [...families].map(([family, requirements]) => suiteOf(family, requirements, report)),
  });
}

function suiteOf(
  family: string,
  requirements: readonly RequirementVerdict[],
  { run }: Pick<ConformanceReport, 'run'>,
): XmlElement {
  return {
    '@name': family,
    ...totals(requirements.flatMap(({ checks }) => checks)),
    '@time': seconds(requirements.reduce((sum, { durationMs }) => sum + durationMs, 0)),
    '@timestamp': run.startedAt.replace(/\.\d+Z?$|Z$/u, ''),
    properties: {
      property: (['profile', 'hosting', 'seed', 'nonce'] as const).map((name) => ({
        '@name': name,
        '@value': String(run[name]),
      })),
    },
    testcase: requirements.flatMap(({ checks, durationMs }) => {
      const time = seconds(durationMs / Math.max(1, checks.length));
      return checks.map((check) => ({
        '@classname': family,
        '@name': oneLine(`${check.id} ${check.statement}`),
        '@time': time,
        ...outcomeOf(check),
      }));
    }),
  };
}

/** Nothing where there is nothing to say but that it passed. */
function outcomeOf(check: CheckVerdict): XmlElement {
  const { outcome } = check;
  const reason = oneLine(check.reason);
  const details = [
    check.reason,
    ...(check.expected === undefined ? [] : [`expected: ${check.expected}`]),
    ...(check.observed === undefined ? [] : [`observed: ${check.observed}`]),
  ].join('\n');
  // A waived check keeps its outcome, but no longer turns a build red.
  if (isWaived(check)) return { skipped: { '@message': `waived ${outcome}: ${reason}` } };
  if (outcome === 'fail') return { failure: { '@message': reason, '@type': check.level, '#text': details } };
  if (outcome === 'could-not-test' || outcome === 'harness-error') {
    return { error: { '@message': reason, '@type': outcome, '#text': details } };
  }
  if (outcome.startsWith('not-')) {
    return { skipped: { '@message': reason === '' ? outcome : `${outcome}: ${reason}` } };
  }
  if (outcome === 'warn') return { 'system-out': `warn (${check.level}): ${details}` };
  return outcome === 'info' && reason !== '' ? { 'system-out': `info: ${details}` } : {};
}

/** Waivers cover nothing but these two. */
function isWaived({ outcome, waived }: CheckVerdict): boolean {
  return waived === true && (outcome === 'fail' || outcome === 'warn');
}

function totals(checks: readonly CheckVerdict[]): Record<string, string> {
  const number = (test: (check: CheckVerdict) => boolean): string => String(checks.filter(test).length);
  return {
    '@tests': String(checks.length),
    '@failures': number((check) => !isWaived(check) && check.outcome === 'fail'),
    '@errors': number(({ outcome }) => outcome === 'could-not-test' || outcome === 'harness-error'),
    '@skipped': number((check) => isWaived(check) || check.outcome.startsWith('not-')),
  };
}

function seconds(milliseconds: number): string {
  return (Math.max(0, milliseconds) / 1000).toFixed(3);
}
