import { readFileSync } from 'node:fs';
import { inspectSpc, loadTestCredentials, parseSpc, SpcError } from '../fairplay';
import { UsageError } from './usage-error';

/** `sees-conformance spc inspect FILE` */
export function inspectCommand(file: string): Promise<number> {
  const bytes = read(file);
  try {
    const outside = inspectSpc(bytes);
    const lines = [`SPC version ${String(outside.version)}, ${String(bytes.length)} bytes`];
    if (outside.opaque) lines.push('this version is opaque here: nothing more can be said');
    else {
      lines.push(`payload: ${String(outside.payloadLength ?? 0)} bytes`);
      lines.push(`certificate (SHA-1): ${outside.certificateHash?.toString('hex') ?? 'unknown'}`);
      lines.push(...inside(bytes));
    }
    process.stdout.write(`${lines.join('\n')}\n`);
    return Promise.resolve(0);
  } catch (error) {
    if (error instanceof SpcError) throw new UsageError(`${file}: ${error.message}`);
    throw error;
  }
}

function read(file: string): Buffer {
  try {
    return readFileSync(file);
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : 'unreadable';
    throw new UsageError(`${file}: cannot be read (${code}). Right: a file with the raw bytes of an SPC`);
  }
}

/** Only the test credentials open an SPC here; the device id stays out of the terminal. */
function inside(bytes: Buffer): string[] {
  try {
    const spc = parseSpc(bytes, loadTestCredentials());
    return [`asset id: ${spc.assetId.toString('utf8')}`, 'made with the test credentials of this project'];
  } catch (error) {
    if (!(error instanceof SpcError)) throw error;
    return [`inside: not readable with the test credentials (${error.defect})`];
  }
}
