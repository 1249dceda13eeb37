import { listsOf, quoted } from './bash';
import { flattened, listed, type CompletionCommand, type CompletionOption, type Values } from './tree';

/** A completion script for zsh; to be sourced after compinit, or kept as `_sees-conformance` in a folder of $fpath. */
export function zshScript(root: CompletionCommand): string {
  const all = flattened(root);
  return `#compdef sees-conformance
# Completion of sees-conformance for zsh. Made by: sees-conformance completion zsh
${listsOf(all)
  .map((name) => `_sees_conformance_${name}() { compadd -- ${listed(name).map(quoted).join(' ')} }`)
  .join('\n')}

${all.map(commandFunction).join('\n\n')}

if [[ $funcstack[1] == _sees_conformance || $funcstack[1] == _sees-conformance ]]; then
  _sees_conformance "$@"
else
  compdef _sees_conformance sees-conformance
fi
`;
}

function functionOf({ path }: CompletionCommand): string {
  return ['_sees_conformance', ...path].join('_').replaceAll('-', '_');
}

function commandFunction(command: CompletionCommand): string {
  const { commands } = command;
  const options = command.options.flatMap(optionSpecs);
  if (commands.length === 0) {
    const places = command.arguments.map(({ name, values, variadic }) =>
      quoted(`${variadic ? '*' : ''}:${name}:${action(values)}`),
    );
    return [`${functionOf(command)}() {`, `  _arguments -s -S ${[...options, ...places].join(' \\\n    ')}`, '}'].join(
      '\n',
    );
  }
  return [
    `${functionOf(command)}() {`,
    '  local curcontext=$curcontext state line',
    '  typeset -A opt_args',
    `  _arguments -C ${[...options, quoted('1:command:->command'), quoted('*::argument:->rest')].join(' \\\n    ')}`,
    '  case $state in',
    '    command)',
    '      local -a commands=(',
    ...commands.map(({ path, description }) => `        ${quoted(`${path.at(-1) ?? ''}:${description}`)}`),
    '      )',
    '      _describe command commands ;;',
    '    rest)',
    '      case $line[1] in',
    ...commands.map((inner) => `        ${inner.path.at(-1) ?? ''}) ${functionOf(inner)} ;;`),
    '      esac ;;',
    '  esac',
    '}',
  ].join('\n');
}

function optionSpecs({ flags, description, values, repeatable }: CompletionOption): string[] {
  const told = description.replaceAll(/[[\]\\]/g, String.raw`\$&`);
  const value = values === undefined ? '' : `:value:${action(values)}`;
  return flags.map((flag) =>
    quoted(`${repeatable ? '*' : ''}${flag}${values === undefined ? '' : '='}[${told}]${value}`),
  );
}

function action(values: Values): string {
  switch (values.kind) {
    case 'words':
      return `(${values.words.join(' ')})`;
    case 'list':
      return `_sees_conformance_${values.list}`;
    case 'file':
      return '_files';
    case 'folder':
      return '_files -/';
    case 'text':
      return ' ';
  }
}
