import type { FiledSpc } from '../filed';
import { problem, type Rule } from '../rule';
import type { SettingProblem } from '../validate';

/** Settings of an SPC source that belong to one kind alone. */
const BELONGS: readonly [key: keyof FiledSpc, source: FiledSpc['source']][] = [
  ['hu', 'synthetic'],
  ['files', 'file'],
  ['certificate', 'file'],
  ['command', 'command'],
];

export const deviceProblems: Rule = ({ devices }) => {
  const names = devices.map((device) => device.name);
  const hus = devices.map(({ spc }) => spc.hu?.toLowerCase());
  return devices.flatMap(({ name, spc }, index) => {
    const path = ['devices', index];
    const problems: SettingProblem[] = BELONGS.filter(
      ([key, source]) => spc[key] !== undefined && spc.source !== source,
    ).map(([key, source]) =>
      problem([...path, 'spc', key], `source ${spc.source} makes no use of it.`, `source: ${source}`),
    );
    if (names.indexOf(name) !== index) {
      problems.push(problem([...path, 'name'], `another device is called ${name}.`, 'each name once'));
    }
    if (spc.hu !== undefined && hus.indexOf(spc.hu.toLowerCase()) !== index) {
      problems.push(
        problem([...path, 'spc', 'hu'], 'another device has this id, so that both are one.', 'an id of its own'),
      );
    }
    if (spc.source === 'file' && Object.values(spc.files ?? {}).flat().length === 0) {
      const what = 'there is no SPC.';
      problems.push(
        problem([...path, 'spc', 'files'], what, 'files for bootstrap, bound and, for a second device, wrong-device'),
      );
    }
    return problems;
  });
};
