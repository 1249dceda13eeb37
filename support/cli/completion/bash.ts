import { flattened, listed, type CompletionCommand, type ListName, type Values } from './tree';

/** A completion script for bash 3.2 and later. */
export function bashScript(root: CompletionCommand): string {
  const all = flattened(root);
  const lists = listsOf(all);
  return `# Completion of sees-conformance for bash. Made by: sees-conformance completion bash
${lists.map((name) => `_sees_conformance_${name}=${quoted(listed(name).join(' '))}`).join('\n')}

_sees_conformance_add() {
  local reply
  while IFS= read -r reply; do COMPREPLY+=("$prefix$reply"); done
}

_sees_conformance_words() { _sees_conformance_add < <(compgen -W "$1" -- "$cur"); }
_sees_conformance_files() { compopt -o filenames 2>/dev/null; _sees_conformance_add < <(compgen -f -- "$cur"); }
_sees_conformance_folders() { compopt -o filenames 2>/dev/null; _sees_conformance_add < <(compgen -d -- "$cur"); }

_sees_conformance() {
  local cur=\${COMP_WORDS[COMP_CWORD]} prev=\${COMP_WORDS[COMP_CWORD - 1]} prefix='' path='' place=0 skip='' word i
  COMPREPLY=()
  # --option=value is three words, unless COMP_WORDBREAKS was changed.
  if [[ $cur == '=' ]]; then
    cur=''
  elif [[ $prev == '=' ]]; then
    prev=\${COMP_WORDS[COMP_CWORD - 2]}
  elif [[ $cur == --*=* ]]; then
    prev=\${cur%%=*}
    prefix=$prev=
    cur=\${cur#*=}
  fi
  for ((i = 1; i < COMP_CWORD; i++)); do
    word=\${COMP_WORDS[i]}
    if [[ -n $skip ]]; then
      [[ $word == '=' ]] || skip=''
      continue
    fi
    case "$path|$word" in
${all.flatMap(descents).join('\n')}
      *'|-'* | *'|=') ;;
      *) place=$((place + 1)) ;;
    esac
  done
  case "$path|$prev" in
${all.flatMap(optionValues).join('\n')}
  esac
  if [[ $cur == -* ]]; then
    case "$path" in
${all.map((command) => `      ${quoted(pathOf(command))}) _sees_conformance_words ${quoted(command.options.flatMap(({ flags }) => flags).join(' '))} ;;`).join('\n')}
    esac
    return
  fi
  case "$path|$place" in
${all.flatMap(places).join('\n')}
  esac
}

complete -F _sees_conformance sees-conformance
`;
}

function pathOf({ path }: CompletionCommand): string {
  return path.join(' ');
}

/** How the words before the cursor lead to a command, and which of its options take the next word. */
function descents(command: CompletionCommand): string[] {
  const here = pathOf(command);
  const taking = command.options.filter(({ values }) => values !== undefined).flatMap(({ flags }) => flags);
  return [
    ...command.commands.map(
      (inner) => `      ${quoted(`${here}|${inner.path.at(-1) ?? ''}`)}) path=${quoted(pathOf(inner))} place=0 ;;`,
    ),
    ...(taking.length === 0 ? [] : [`      ${taking.map((flag) => quoted(`${here}|${flag}`)).join(' | ')}) skip=1 ;;`]),
  ];
}

function optionValues(command: CompletionCommand): string[] {
  return command.options.flatMap(({ flags, values }) => {
    if (values === undefined) return [];
    const pattern = flags.map((flag) => quoted(`${pathOf(command)}|${flag}`)).join(' | ');
    return [`    ${pattern}) ${offer(values)}; return ;;`];
  });
}

function places(command: CompletionCommand): string[] {
  const here = pathOf(command);
  if (command.commands.length > 0) {
    const words = command.commands.map(({ path }) => path.at(-1) ?? '').join(' ');
    return [`    ${quoted(`${here}|0`)}) _sees_conformance_words ${quoted(words)} ;;`];
  }
  return command.arguments.map(
    ({ values, variadic }, place) =>
      `    ${variadic ? `${quoted(`${here}|`)}*` : quoted(`${here}|${String(place)}`)}) ${offer(values)} ;;`,
  );
}

function offer(values: Values): string {
  switch (values.kind) {
    case 'words':
      return `_sees_conformance_words ${quoted(values.words.join(' '))}`;
    case 'list':
      return `_sees_conformance_words "$_sees_conformance_${values.list}"`;
    case 'file':
      return '_sees_conformance_files';
    case 'folder':
      return '_sees_conformance_folders';
    case 'text':
      return ':';
  }
}

/** Lists that some command needs. */
export function listsOf(commands: readonly CompletionCommand[]): ListName[] {
  const values = commands.flatMap((command) => [...command.options, ...command.arguments].map((each) => each.values));
  return [...new Set(values.flatMap((value) => (value?.kind === 'list' ? [value.list] : [])))];
}

export function quoted(text: string): string {
  return `'${text.replaceAll("'", String.raw`'\''`)}'`;
}
