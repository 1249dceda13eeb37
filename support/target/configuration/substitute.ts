import type { Environment } from './options';

/** A text in which every `${NAME}` is replaced, as far as that went. */
export interface Substituted {
  readonly text: string;
  readonly referred: readonly string[];
  readonly problems: readonly { readonly what: string; readonly rightForm: string }[];
}

const REFERENCE = /\$\$\{|\$\{([^}]*)(\}?)/g;
const NAME = /^[A-Za-z_][A-Za-z0-9_]*$/;

/** Replaces `${NAME}` by the environment's value; `$${` stands for `${` itself. What was replaced is not looked at again. */
export function substitute(text: string, env: Environment): Substituted {
  const referred: string[] = [];
  const problems: { what: string; rightForm: string }[] = [];
  const replaced = text.replaceAll(REFERENCE, (match: string, name: string | undefined, close: string | undefined) => {
    if (name === undefined) return '${';
    if (close === '' || !NAME.test(name)) {
      problems.push({
        what: '${ begins no reference.',
        rightForm: '${NAME} with letters, digits and _; $${ for the text ${',
      });
      return match;
    }
    referred.push(name);
    const value = env[name];
    if (value === undefined) {
      problems.push({
        what: `the environment variable ${name} is not set.`,
        rightForm: `${name}=... in the environment`,
      });
    }
    return value ?? match;
  });
  return { text: replaced, referred, problems };
}
