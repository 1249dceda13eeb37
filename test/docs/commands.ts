import type { Block } from './page';

/** What the comment above a block asks of its execution. */
export type Instruction =
  | { readonly kind: 'skip'; readonly reason: string }
  | { readonly kind: 'run'; readonly exitCode: number; readonly env: Readonly<Record<string, string>> };

/**
 * `<!-- not executed: REASON -->` or `<!-- executed with exit 1, SEES_CONFORMANCE_TAGS=@SEQ-42 -->`; without either a block is
 * executed as it stands and has to end with 0.
 */
export function instructionOf({ note, place }: Block): Instruction {
  const reason = /^not executed:\s*(.+)$/u.exec(note)?.[1];
  if (reason !== undefined) return { kind: 'skip', reason };
  if (note.startsWith('not executed')) throw new Error(`${place}: say why it is not executed, after a colon`);
  const asked = /^executed with (.+)$/u.exec(note)?.[1] ?? '';
  const env: Record<string, string> = {};
  let exitCode = 0;
  for (const part of asked.split(', ').filter((one) => one !== '')) {
    const [, code] = /^exit (\d)$/u.exec(part) ?? [];
    const [, name, value] = /^([A-Z][A-Z0-9_]*)=(.*)$/u.exec(part) ?? [];
    if (code !== undefined) exitCode = Number(code);
    else if (name !== undefined) env[name] = value ?? '';
    else throw new Error(`${place}: "${part}" is neither "exit N" nor "NAME=value"`);
  }
  return { kind: 'run', exitCode, env };
}

/** The commands of a block, each with its continued lines; of a console block only what follows a `$`. */
export function commandsOf({ language, text }: Block): readonly string[] {
  const commands: string[] = [];
  let isOpen = false;
  for (const line of text.trimEnd().split('\n')) {
    const typed = language === 'console' ? /^\$ (.*)$/u.exec(line)?.[1] : line;
    const piece: string | undefined = isOpen ? line : typed;
    if (piece === undefined) continue;
    if (isOpen) commands.push(`${commands.pop() ?? ''}\n${piece}`);
    else commands.push(piece);
    isOpen = piece.endsWith('\\');
  }
  return commands.filter((command) => command.trim() !== '' && !command.trim().startsWith('#'));
}

/** A command that goes on until it is ended. */
export function isServer(command: string): boolean {
  return /^npx sees-conformance serve\b/u.test(command);
}
