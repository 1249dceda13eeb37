import { BlockList, isIP } from 'node:net';
import type { ProxyFor } from '../exchange';
import type { Configuration } from './configuration';
import { isLoopback } from './offers';

/** By which proxy a target is called. Doubles are called directly: this is not for them. */
export function proxyForTargets({ network }: Pick<Configuration, 'network'>): ProxyFor | undefined {
  const { proxy, environment } = network;
  if (proxy !== undefined) return () => proxy;
  const { http, https, except } = environment;
  if (http === undefined && https === undefined) return undefined;
  return (url) => {
    // Its loopback is not ours, and nobody who sets these variables means that.
    if (isLoopback(url) || isExcepted(url, except ?? '')) return undefined;
    return /^https:/i.test(url) ? https : http;
  };
}

/** One line to show for each proxy that may be in use, without user and password. */
export function proxyLines({ network: { proxy, environment } }: Pick<Configuration, 'network'>): string[] {
  const named = (url: string | undefined, scheme: string, source: string): string[] => {
    if (url === undefined) return [];
    const { protocol, host } = new URL(url);
    return [`${scheme} are called by the proxy ${protocol}//${host} (${source})`];
  };
  return [
    ...named(proxy, 'Targets', 'network.proxy'),
    ...named(environment.http, 'Targets over http', 'HTTP_PROXY; not those on loopback or in NO_PROXY'),
    ...named(environment.https, 'Targets over https', 'HTTPS_PROXY; not those on loopback or in NO_PROXY'),
  ];
}

/**
 * Whether NO_PROXY names the host of a URL. Its entries, separated by commas or blanks: `*`; a name, which stands for all below
 * it too, with or without a dot or `*.` before it; an address; a range of addresses (`10.0.0.0/8`); each also with a port.
 */
export function isExcepted(url: string, list: string): boolean {
  const { hostname, port, protocol } = new URL(url);
  const host = hostname.replace(/^\[|\]$/g, '').toLowerCase();
  const ownPort = port === '' ? (protocol === 'https:' ? '443' : '80') : port;
  return list
    .toLowerCase()
    .split(/[\s,]+/)
    .filter((entry) => entry !== '')
    .some((entry) => {
      const [, bracketed, plain, wanted] =
        /^(?:\[(.*)\]|(.*?))(?::(\d+))?$/.exec(isIP(entry) === 6 ? `[${entry}]` : entry) ?? [];
      if (wanted !== undefined && wanted !== ownPort) return false;
      return fits(host, bracketed ?? plain ?? '');
    });
}

function fits(host: string, entry: string): boolean {
  if (entry === '*') return true;
  const [address = '', bits] = entry.split('/');
  if (isIP(address) !== 0) return isIP(host) !== 0 && withinRange(host, address, bits);
  const name = entry.replace(/^\*?\./, '');
  return name !== '' && (host === name || host.endsWith(`.${name}`));
}

function withinRange(host: string, address: string, bits: string | undefined): boolean {
  const kind = (text: string): 'ipv4' | 'ipv6' => (isIP(text) === 6 ? 'ipv6' : 'ipv4');
  const most = isIP(address) === 6 ? 128 : 32;
  const length = bits === undefined ? most : /^\d{1,3}$/.test(bits) ? Number(bits) : most + 1;
  if (length > most) return false;
  const range = new BlockList();
  range.addSubnet(address, length, kind(address));
  return range.check(host, kind(host));
}
