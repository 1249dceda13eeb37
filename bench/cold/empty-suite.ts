import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { ROOT } from '../turns/root';
import { scratch } from '../turns/scratch';
import type { Command } from '../turns/command';

/** Scenarios of one generated feature: parsing costs grow with a file's size, so it is kept near that of a real one. */
const PER_FEATURE = 10;
const STEPS = ['nothing', 'nothing more', 'nothing is done', 'nothing is seen'];

/** An ordinary cucumber-js project with this many empty scenarios of four steps and precompiled step definitions. */
export function emptySuite(scenarios: number): Command {
  const cwd = scratch();
  mkdirSync(join(cwd, 'features'));
  for (let first = 0; first < scenarios; first += PER_FEATURE) {
    const text = feature(first / PER_FEATURE + 1, Math.min(PER_FEATURE, scenarios - first));
    writeFileSync(join(cwd, 'features', `${first}.feature`), text);
  }
  const definitions = STEPS.map((text) => `Given('${text}', () => {});`);
  const steps = `const { Given } = require('@cucumber/cucumber');\n${definitions.join('\n')}\n`;
  writeFileSync(join(cwd, 'steps.js'), steps);
  const cucumber = join(ROOT, 'node_modules', '@cucumber', 'cucumber', 'bin', 'cucumber.js');
  return {
    args: [cucumber, '--format', 'progress', '--require', 'steps.js', 'features'],
    cwd,
    prints: `${scenarios} scenarios (${scenarios} passed)`,
  };
}

function feature(number: number, scenarios: number): string {
  const lines = [`Feature: Nothing, ${number}`];
  for (let i = 1; i <= scenarios; i += 1) {
    lines.push('', `  Scenario: Empty ${i}`, '    Given nothing', '    And nothing more');
    lines.push('    When nothing is done', '    Then nothing is seen');
  }
  return `${lines.join('\n')}\n`;
}
