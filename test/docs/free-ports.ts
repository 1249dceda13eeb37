import { freePort } from '../free-port';

/** Ports that a page fixes on a command line give way to free ones, the same wherever the page names them. */
export async function freePorts(text: string): Promise<(text: string) => string> {
  const fixed = new Set([...text.matchAll(/--(?:expressplay-)?port (\d{4,5})\b/gu)].map(([, port = '']) => port));
  const free = new Map<string, string>();
  for (const port of fixed) free.set(port, String(await freePort()));
  return (text) => text.replace(/\b\d{4,5}\b/gu, (number) => free.get(number) ?? number);
}
