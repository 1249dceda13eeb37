import type { Command } from 'commander';
import { loadConfiguration, type Configuration, type ConfigurationOptions } from '../target';

export interface ConfiguredOptions extends ConfigurationOptions {
  readonly config?: string;
}

/**
 * The configuration of a command: file, environment, and the options that were given.
 * @throws {ConfigurationError} with everything that is wrong
 */
export function configurationOf(options: ConfiguredOptions, command: Command): Configuration {
  const given = Object.fromEntries(
    Object.entries(options).filter(([name]) => command.getOptionValueSource(name) !== 'default' && name !== 'config'),
  ) as ConfigurationOptions;
  return loadConfiguration({
    ...(options.config === undefined ? {} : { file: options.config }),
    env: process.env,
    cwd: process.cwd(),
    options: given,
  });
}
