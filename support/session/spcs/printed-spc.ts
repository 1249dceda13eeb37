import { inspectSpc, spcFromBase64 } from '../../fairplay';

export type PrintedForm = 'raw' | 'base64';

/**
 * The SPC in what a program printed.
 * @throws {SpcError} when it is none, or in another form
 */
export function printedSpc(printed: Buffer, form: PrintedForm): Buffer {
  const bytes = form === 'base64' ? spcFromBase64(printed.toString('latin1')) : printed;
  inspectSpc(bytes);
  return bytes;
}

/** SHA-1 of the certificate an SPC was made with, as it says itself; undefined: this version does not show it. */
export function certificateHashOf(bytes: Buffer): Buffer | undefined {
  return inspectSpc(bytes).certificateHash;
}
