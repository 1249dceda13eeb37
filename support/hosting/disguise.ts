import type { Listener, ListenerTls } from './listener';

type Pair = Pick<ListenerTls, 'cert' | 'key'>;

/** Listeners that show the certificate of another host. */
export interface Disguise {
  /** Whether anybody began a handshake since it began: only who does can look at the certificate. */
  wasMet(): boolean;
  /** Back to their own certificate; a second call does nothing. Who took the other one keeps its connection. */
  end(): void;
}

/**
 * Has listeners show another certificate, and cuts the connections that stand, which were made before.
 * @param own what they show afterwards
 * @param watched those of them that whoever is to see it comes to
 */
export function disguise(
  listeners: readonly Listener[],
  own: ListenerTls,
  other: Pair,
  watched: readonly Listener[] = listeners,
): Disguise {
  const show = (tls: ListenerTls): void => {
    for (const listener of listeners) listener.swapCertificate(tls);
  };
  const came = (): number => watched.reduce((sum, listener) => sum + listener.heard(), 0);
  show({ ...own, ...other });
  for (const listener of listeners) listener.dropConnections();
  const before = came();
  let ended = false;
  return {
    wasMet: () => came() > before,
    end: () => {
      if (ended) return;
      ended = true;
      show(own);
    },
  };
}
