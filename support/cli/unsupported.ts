import { ConfigurationError, type Configuration } from '../target';

/**
 * Settings whose form is fixed already and that this version cannot follow: better told than ignored.
 * @throws {ConfigurationError} before anything is sent
 */
export function refuseUnsupported(configuration: Configuration): void {
  const { sees, network, rate, devices } = configuration;
  const set: readonly [key: string, isSet: boolean][] = [
    ['sign', configuration.sign !== undefined],
    ['sees.module', sees.module !== undefined],
    ['network.proxy', network.proxy !== undefined],
    ['rate.requestsPerSecond', rate.requestsPerSecond !== undefined],
    ['devices[].spc.source: command', devices.some(({ spc }) => spc.source === 'command')],
  ];
  const problems = set
    .filter(([, isSet]) => isSet)
    .map(([key]) => ({
      where: `${configuration.file ?? 'settings'} ${key}`,
      what: 'this version does not support it yet.',
      rightForm: 'leave it out',
    }));
  if (problems.length > 0) throw new ConfigurationError(problems);
}
