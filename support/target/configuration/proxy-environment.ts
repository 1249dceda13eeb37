import type { ProxyEnvironment } from './configuration';
import type { ConfigurationProblem } from './configuration-error';
import type { Filed } from './filed';
import type { Environment } from './options';
import { expressplayIsForeign, seesIsForeign } from './roles';

const NONE: ProxyEnvironment = { http: undefined, https: undefined, except: undefined };

/**
 * What the environment's proxy variables say, in either case (lower case first, as curl has it); nothing where
 * `network.proxy` speaks for itself or there is no target to call.
 * @returns also what is wrong with them, without repeating what may hold a password
 */
export function proxyEnvironment(
  env: Environment,
  filed: Filed,
): { readonly proxies: ProxyEnvironment; readonly problems: readonly ConfigurationProblem[] } {
  const isCalled = seesIsForeign(filed) || expressplayIsForeign(filed);
  if (filed.network.proxy !== undefined || !isCalled) return { proxies: NONE, problems: [] };
  const problems: ConfigurationProblem[] = [];
  const proxyOf = (name: string): string | undefined => {
    const found = named(env, name);
    if (found === undefined) return undefined;
    // curl and others take a host and a port alone.
    const url = /^[a-z][a-z0-9+.-]*:\/\//i.test(found.value) ? found.value : `http://${found.value}`;
    if (/^https?:/i.test(url) && URL.canParse(url)) return url;
    problems.push({
      where: `environment variable ${found.name}`,
      what: 'this is no http or https proxy.',
      rightForm: 'an absolute http or https URL, or NO_PROXY with the hosts that need no proxy',
    });
    return undefined;
  };
  const proxies = { http: proxyOf('http_proxy'), https: proxyOf('https_proxy'), except: named(env, 'no_proxy')?.value };
  return { proxies, problems };
}

function named(env: Environment, name: string): { readonly name: string; readonly value: string } | undefined {
  for (const spelled of [name, name.toUpperCase()]) {
    const value = env[spelled]?.trim();
    if (value !== undefined && value !== '') return { name: spelled, value };
  }
  return undefined;
}
