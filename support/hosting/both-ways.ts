import net, { type AddressInfo, type Socket } from 'node:net';
import type { Listener } from './listener';

/** How somebody comes to a port: with a TLS handshake, or with anything else. */
export type Way = 'tls' | 'plain';

/** One port in front of two listeners. */
export interface BothWays {
  /** Without a scheme: `127.0.0.1:port`. */
  readonly host: string;
  readonly port: number;
  close(): Promise<void>;
}

/** The first byte of a TLS record that carries a handshake. */
const HANDSHAKE = 0x16;

/**
 * Listens on 127.0.0.1, or where it is told, and passes each connection on to a listener on 127.0.0.1, by its first byte.
 * @param choose asked for every connection
 */
export async function listenBothWays(
  choose: (way: Way) => Pick<Listener, 'port'>,
  { host = '127.0.0.1', port = 0 }: { readonly host?: string; readonly port?: number } = {},
): Promise<BothWays> {
  const sockets = new Set<Socket>();
  const kept = (socket: Socket): Socket => {
    sockets.add(socket.setNoDelay(true));
    return socket.once('close', () => sockets.delete(socket));
  };
  const server = net.createServer((client) => {
    kept(client).on('error', () => client.destroy());
    client.once('data', (first: Buffer) => {
      client.pause();
      const inner = kept(net.connect(choose(first[0] === HANDSHAKE ? 'tls' : 'plain').port, '127.0.0.1'));
      inner.on('error', () => client.resetAndDestroy());
      client.on('close', () => inner.destroy());
      inner.write(first);
      client.pipe(inner).pipe(client);
    });
  });
  await new Promise<void>((resolve, reject) => {
    server
      .once('error', (error: NodeJS.ErrnoException) => {
        reject(
          new Error(`Cannot listen on ${host}:${String(port)} (${error.code ?? error.message})`, { cause: error }),
        );
      })
      .listen(port, host, resolve);
  });
  return {
    host: `${host}:${String((server.address() as AddressInfo).port)}`,
    port: (server.address() as AddressInfo).port,
    close: () =>
      new Promise((resolve) => {
        server.close(() => {
          resolve();
        });
        for (const socket of sockets) socket.destroy();
      }),
  };
}
