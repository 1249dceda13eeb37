import type { Readable } from 'node:stream';

/**
 * Reads a whole body into memory, up to a limit.
 * @returns `too-large` as soon as the limit is passed (the rest stays unread), `gone` when the sender went away
 */
export function readBody(stream: Readable, maxBytes: number): Promise<Buffer | 'too-large' | 'gone'> {
  return new Promise((resolve) => {
    const chunks: Buffer[] = [];
    let length = 0;
    stream.on('data', (chunk: Buffer) => {
      length += chunk.length;
      if (length > maxBytes) {
        stream.pause();
        stream.removeAllListeners('data');
        resolve('too-large');
        return;
      }
      chunks.push(chunk);
    });
    stream.once('end', () => {
      resolve(Buffer.concat(chunks));
    });
    stream.once('error', () => {
      resolve('gone');
    });
    stream.once('close', () => {
      resolve('gone');
    });
  });
}
