import { createTransport, type Handler } from '../exchange';
import { directAdapter } from './direct-adapter';
import { Gate } from './gate';
import type { Hosted, HostOptions } from './hosted';
import { hostBehindNock } from './nock-hosting';

/**
 * Makes a handler callable inside this process.
 * @throws {TypeError} when `origin` is more or less than scheme, host and port
 */
export function host(handler: Handler, options: HostOptions): Hosted {
  const origin = URL.canParse(options.origin) ? new URL(options.origin).origin : 'null';
  if (!/^https?:/.test(origin) || origin !== options.origin.toLowerCase().replace(/\/$/, '')) {
    throw new TypeError(
      `An origin looks like https://sees.test or http://127.0.0.1:8080, not ${JSON.stringify(options.origin)}`,
    );
  }
  const onError = options.onError === undefined ? {} : { onError: options.onError };
  if (options.hosting === 'nock') return hostBehindNock(handler, origin, onError);
  const gate = new Gate();
  const adapter = directAdapter(new Map([[origin, handler]]), { ...onError, gate });
  const call = createTransport({ adapter });
  return {
    origin,
    adapter,
    call,
    close: () => {
      gate.close();
      call.close();
      return Promise.resolve();
    },
  };
}
