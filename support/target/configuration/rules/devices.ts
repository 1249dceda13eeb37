import type { FiledSpc } from '../filed';
import type { KeyPath } from '../key-path';
import { problem, type Rule } from '../rule';
import type { SettingProblem } from '../validate';

/** Settings of an SPC source that belong to one kind alone. */
const BELONGS: readonly [key: keyof FiledSpc, ...sources: FiledSpc['source'][]][] = [
  ['hu', 'synthetic'],
  ['files', 'file'],
  ['maxAgeSeconds', 'file'],
  ['certificate', 'file', 'command'],
  ['reuse', 'file', 'command'],
  ['command', 'command'],
  ['shell', 'command'],
  ['output', 'command'],
];

const PLACEHOLDER = /\{(device|contentID|step)\}/;

export const deviceProblems: Rule = ({ devices }) => {
  const names = devices.map((device) => device.name);
  const hus = devices.map(({ spc }) => spc.hu?.toLowerCase());
  return devices.flatMap(({ name, spc }, index) => {
    const path = ['devices', index];
    const problems: SettingProblem[] = BELONGS.filter(
      ([key, ...sources]) => spc[key] !== undefined && !sources.includes(spc.source),
    ).map(([key, ...sources]) =>
      problem([...path, 'spc', key], `source ${spc.source} makes no use of it.`, `source: ${sources.join(' or ')}`),
    );
    if (names.indexOf(name) !== index) {
      problems.push(problem([...path, 'name'], `another device is called ${name}.`, 'each name once'));
    }
    if (spc.hu !== undefined && hus.indexOf(spc.hu.toLowerCase()) !== index) {
      problems.push(
        problem([...path, 'spc', 'hu'], 'another device has this id, so that both are one.', 'an id of its own'),
      );
    }
    if (spc.shell === true) problems.push(...shellProblems(spc.command ?? [], [...path, 'spc', 'command']));
    if (spc.source === 'file' && Object.values(spc.files ?? {}).flat().length === 0) {
      const what = 'there is no SPC.';
      problems.push(
        problem([...path, 'spc', 'files'], what, 'files for bootstrap, bound and, for a second device, wrong-device'),
      );
    }
    return problems;
  });
};

/** A shell would take what is filled in for its own language; it has variables of the same meaning. */
function shellProblems(command: readonly string[], path: KeyPath): SettingProblem[] {
  if (command.length > 1) {
    return [problem(path, 'a shell takes one command line.', 'one text, e.g. [\'capture "$SPC_DEVICE" | base64\']')];
  }
  return command.some((line) => PLACEHOLDER.test(line))
    ? [problem(path, 'nothing is filled in for a shell.', '"$SPC_DEVICE", "$SPC_CONTENT_ID" and "$SPC_STEP"')]
    : [];
}
