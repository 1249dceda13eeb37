import type { Argument, Command, Option } from 'commander';
import { loadLedger } from '../../ledger';
import { schemaAt } from '../../target';
import { VARIATIONS, VIOLATIONS } from '../../violations';

/** What may stand in a place: some words, a path, or a text that nobody can guess. */
export type Values =
  | { readonly kind: 'words'; readonly words: readonly string[] }
  /** Words of which there are hundreds: written down once per script. */
  | { readonly kind: 'list'; readonly list: ListName }
  | { readonly kind: 'file' }
  | { readonly kind: 'folder' }
  | { readonly kind: 'text' };

export type ListName = 'requirements' | 'violations' | 'variations';

export interface CompletionOption {
  /** `--out`; with a short form `-h` in front of it. */
  readonly flags: readonly string[];
  readonly description: string;
  /** Undefined: it takes no value. */
  readonly values?: Values;
  readonly repeatable: boolean;
}

export interface CompletionArgument {
  readonly name: string;
  readonly values: Values;
  readonly variadic: boolean;
}

export interface CompletionCommand {
  /** Words from the program's name on: `[]`, `['run']`, `['spc', 'inspect']`. */
  readonly path: readonly string[];
  readonly description: string;
  readonly options: readonly CompletionOption[];
  readonly arguments: readonly CompletionArgument[];
  readonly commands: readonly CompletionCommand[];
}

/** Choices that are no setting of the configuration file. */
export const CHOICES: Readonly<Record<string, readonly string[]>> = {
  renderer: ['auto', 'commandline', 'allure3'],
  format: ['k6', 'har'],
  tls: ['mutual', 'server', 'none'],
  what: ['sees', 'expressplay', 'all'],
  shell: ['bash', 'zsh', 'fish'],
};

const LISTS: Readonly<Record<string, ListName>> = {
  requirement: 'requirements',
  violation: 'violations',
  variation: 'variations',
};

/** The words of a list, loaded when a script is made. */
export function listed(name: ListName): readonly string[] {
  switch (name) {
    case 'requirements': {
      const { requirements, checks } = loadLedger();
      return [...new Set([...requirements, ...checks].map(({ id }) => id))].sort();
    }
    case 'violations':
      return VIOLATIONS.map(({ id }) => id);
    case 'variations':
      return VARIATIONS.map(({ id }) => id);
  }
}

/** What commander knows of a command and those below it; hidden ones are left out. */
export function completionTree(command: Command, path: readonly string[] = []): CompletionCommand {
  const help = command.createHelp();
  const commands = help
    .visibleCommands(command)
    .map((inner) =>
      inner.name() === 'help' ? helpCommand(inner, path, command) : completionTree(inner, [...path, inner.name()]),
    );
  return {
    path,
    description: command.description(),
    options: help.visibleOptions(command).map(optionOf),
    arguments: command.registeredArguments.map((argument) => argumentOf(argument, path)),
    commands,
  };
}

/** `help run` is the help of run; commander adds it by itself. */
function helpCommand(help: Command, path: readonly string[], above: Command): CompletionCommand {
  const words = above
    .createHelp()
    .visibleCommands(above)
    .map((command) => command.name());
  const values: Values = { kind: 'words', words: words.filter((word) => word !== 'help') };
  return {
    path: [...path, 'help'],
    description: help.description(),
    options: [],
    arguments: [{ name: 'command', values, variadic: false }],
    commands: [],
  };
}

function optionOf(option: Option): CompletionOption {
  const flags = [option.short, option.long].filter((flag) => flag !== undefined);
  const takesValue = option.required || option.optional;
  return {
    flags,
    description: option.description,
    // With a parser of its own it gathers.
    repeatable: takesValue && (option.variadic || option.parseArg !== undefined),
    ...(takesValue
      ? { values: valuesOf(option.attributeName(), /[<[](.*?)[>\]]/.exec(option.flags)?.[1], option.argChoices) }
      : {}),
  };
}

function argumentOf(argument: Argument, path: readonly string[]): CompletionArgument {
  const isRequirement = path[0] === 'explain';
  return {
    name: argument.name(),
    values: isRequirement
      ? { kind: 'list', list: 'requirements' }
      : valuesOf(argument.name(), argument.name(), argument.argChoices),
    variadic: argument.variadic,
  };
}

/**
 * @param name of the option or argument
 * @param placeholder what its value is called in the help
 */
function valuesOf(name: string, placeholder: string | undefined, choices: readonly string[] | undefined): Values {
  const words = choices ?? CHOICES[name] ?? schemaAt([name])?.enum?.map(String);
  if (words !== undefined) return { kind: 'words', words };
  const list = LISTS[name];
  if (list !== undefined) return { kind: 'list', list };
  if (/^(file|before|after|key)$/.test(placeholder ?? '')) return { kind: 'file' };
  return { kind: /^(dir|dirs|folder)$/.test(placeholder ?? '') ? 'folder' : 'text' };
}

/** A command and all below it. */
export function flattened(command: CompletionCommand): CompletionCommand[] {
  return [command, ...command.commands.flatMap(flattened)];
}
