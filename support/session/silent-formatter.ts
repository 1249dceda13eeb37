type Formatters = typeof import('@cucumber/cucumber/lib/formatter/builtin/index');

const NAME = 'silent';

/**
 * Name of a formatter that says nothing. Cucumber insists on one for stdout; the run's own listeners speak instead. It stands among
 * cucumber's own, since one in a file is imported, for which Node loads all that it has for modules of the other kind.
 */
export function silentFormatter(): string {
  const { default: known } = require('@cucumber/cucumber/lib/formatter/builtin/index') as Formatters;
  known[NAME] ??= { type: 'formatter', formatter: () => undefined };
  return NAME;
}
