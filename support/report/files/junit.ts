import type { CheckVerdict, ConformanceReport, RequirementVerdict } from '../../verdict';
import { groupBy } from '../group-by';
import { oneLine } from '../text';

type XmlNode = ReturnType<typeof import('xmlbuilder2').create>;

/** JUnit XML as CI servers read it: a suite per family of requirements, a case per check. */
export function junitXml(report: ConformanceReport): string {
  const { create } = require('xmlbuilder2') as typeof import('xmlbuilder2');
  const families = groupBy(report.requirements, ({ family }) => family);
  const root = create({ version: '1.0', encoding: 'UTF-8', invalidCharReplacement: '\uFFFD' }).ele('testsuites', {
    name: report.suite.name,
    ...totals(report.requirements.flatMap(({ checks }) => checks)),
    time: seconds(report.run.durationMs),
  });
  for (const [family, requirements] of families) addSuite(root, family, requirements, report);
  return `${root.end({ prettyPrint: true })}\n`;
}

function addSuite(
  root: XmlNode,
  family: string,
  requirements: readonly RequirementVerdict[],
  report: ConformanceReport,
): void {
  const suite = root.ele('testsuite', {
    name: family,
    ...totals(requirements.flatMap(({ checks }) => checks)),
    time: seconds(requirements.reduce((sum, { durationMs }) => sum + durationMs, 0)),
    timestamp: report.run.startedAt.replace(/\.\d+Z?$|Z$/u, ''),
  });
  const properties = suite.ele('properties');
  for (const name of ['profile', 'hosting', 'seed', 'nonce'] as const) {
    properties.ele('property', { name, value: String(report.run[name]) });
  }
  for (const requirement of requirements) {
    for (const check of requirement.checks) {
      const time = seconds(requirement.durationMs / Math.max(1, requirement.checks.length));
      addOutcome(
        suite.ele('testcase', { classname: family, name: oneLine(`${check.id} ${check.statement}`), time }),
        check,
      );
    }
  }
}

function addOutcome(node: XmlNode, check: CheckVerdict): void {
  const { outcome } = check;
  const reason = oneLine(check.reason);
  const details = [
    check.reason,
    ...(check.expected === undefined ? [] : [`expected: ${check.expected}`]),
    ...(check.observed === undefined ? [] : [`observed: ${check.observed}`]),
  ].join('\n');
  // A waived check keeps its outcome, but no longer turns a build red.
  if (isWaived(check)) node.ele('skipped', { message: `waived ${outcome}: ${reason}` });
  else if (outcome === 'fail') node.ele('failure', { message: reason, type: check.level }).txt(details);
  else if (outcome === 'could-not-test' || outcome === 'harness-error') {
    node.ele('error', { message: reason, type: outcome }).txt(details);
  } else if (outcome.startsWith('not-'))
    node.ele('skipped', { message: reason === '' ? outcome : `${outcome}: ${reason}` });
  else if (outcome === 'warn') node.ele('system-out').txt(`warn (${check.level}): ${details}`);
  else if (outcome === 'info' && reason !== '') node.ele('system-out').txt(`info: ${details}`);
}

/** Waivers cover nothing but these two. */
function isWaived({ outcome, waived }: CheckVerdict): boolean {
  return waived === true && (outcome === 'fail' || outcome === 'warn');
}

function totals(checks: readonly CheckVerdict[]): Record<string, string> {
  const number = (test: (check: CheckVerdict) => boolean): string => String(checks.filter(test).length);
  return {
    tests: String(checks.length),
    failures: number((check) => !isWaived(check) && check.outcome === 'fail'),
    errors: number(({ outcome }) => outcome === 'could-not-test' || outcome === 'harness-error'),
    skipped: number((check) => isWaived(check) || check.outcome.startsWith('not-')),
  };
}

function seconds(milliseconds: number): string {
  return (Math.max(0, milliseconds) / 1000).toFixed(3);
}
