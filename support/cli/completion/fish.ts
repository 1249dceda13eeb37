import { flattened, listed, type CompletionCommand, type CompletionOption, type Values } from './tree';
import { listsOf } from './bash';

/** A completion script for fish 3. */
export function fishScript(root: CompletionCommand): string {
  const all = flattened(root);
  return `# Completion of sees-conformance for fish. Made by: sees-conformance completion fish
${listsOf(all)
  .map((name) => `set -g __sees_conformance_${name} ${listed(name).map(quoted).join(' ')}`)
  .join('\n')}

complete -c sees-conformance -f
${all.flatMap(lines).join('\n')}
`;
}

function lines(command: CompletionCommand): string[] {
  const isHere = condition(command);
  const begin = `complete -c sees-conformance -n ${quoted(isHere)}`;
  return [
    ...command.commands.map(
      ({ path, description }) => `${begin} -a ${quoted(path.at(-1) ?? '')} -d ${quoted(description)}`,
    ),
    ...command.options.map((option) => `${begin} ${optionWords(option)}`),
    ...command.arguments.slice(0, 1).map(({ values }) => `${begin} ${offer(values)}`.trimEnd()),
  ];
}

/** The command line has come to this command and to none below it. */
function condition({ path, commands }: CompletionCommand): string {
  const below = commands.map((inner) => inner.path.at(-1) ?? '').join(' ');
  const words = [
    ...path.map((word) => `__fish_seen_subcommand_from ${word}`),
    ...(below === '' ? [] : [`not __fish_seen_subcommand_from ${below}`]),
  ];
  return words.join('; and ');
}

function optionWords({ flags, description, values }: CompletionOption): string {
  const names = flags.map((flag) => (flag.startsWith('--') ? `-l ${flag.slice(2)}` : `-s ${flag.slice(1)}`));
  return [
    ...names,
    ...(values === undefined ? [] : [values.kind === 'file' ? '-r' : '-x', offer(values)]),
    `-d ${quoted(description)}`,
  ]
    .filter((word) => word !== '')
    .join(' ');
}

function offer(values: Values): string {
  switch (values.kind) {
    case 'words':
      return `-a ${quoted(values.words.join(' '))}`;
    case 'list':
      return `-a '$__sees_conformance_${values.list}'`;
    case 'file':
      return '-F';
    case 'folder':
      return "-a '(__fish_complete_directories)'";
    case 'text':
      return '';
  }
}

function quoted(text: string): string {
  return `'${text.replaceAll(/['\\]/g, String.raw`\$&`)}'`;
}
