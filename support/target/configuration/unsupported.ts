import type { Configuration } from './configuration';
import { ConfigurationError } from './configuration-error';
import { showPath, type KeyPath } from './key-path';

/** How documents and schema mark these settings. */
export const UNSUPPORTED_MARK = 'Not supported by this version yet.';

/** Settings whose form is fixed already and that this version cannot follow. */
export const UNSUPPORTED: readonly {
  readonly key: KeyPath;
  readonly isSet: (configuration: Configuration) => boolean;
}[] = [{ key: ['sign'], isSet: ({ sign }) => sign !== undefined }];

/**
 * Better told than ignored.
 * @throws {ConfigurationError} before anything is sent
 */
export function refuseUnsupported(configuration: Configuration): void {
  const problems = UNSUPPORTED.filter(({ isSet }) => isSet(configuration)).map(({ key }) => ({
    where: `${configuration.file ?? 'settings'} ${showPath(key).replaceAll('[0]', '[]')}`,
    what: 'this version does not support it yet.',
    rightForm: 'leave it out',
  }));
  if (problems.length > 0) throw new ConfigurationError(problems);
}
