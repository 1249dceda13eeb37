/** One thing that is wrong with what the operator wrote. */
export interface ConfigurationProblem {
  /** `file:line:column key.path`, `option --name` or `environment variable NAME`. */
  readonly where: string;
  /** What is wrong there, one sentence; never holds a secret's value. */
  readonly what: string;
  /** What would be right. */
  readonly rightForm: string;
}

/** The operator's mistake: everything that is wrong at once, no stack needed. Ends a run before anything is sent. */
export class ConfigurationError extends Error {
  override readonly name = 'ConfigurationError';
  readonly exitCode = 2;

  constructor(readonly problems: readonly ConfigurationProblem[]) {
    super(problems.map(({ where, what, rightForm }) => `${where}: ${what} Right: ${rightForm}`).join('\n'));
  }
}
