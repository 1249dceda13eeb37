import type { OpenedLicense } from './exchange';
import type { Redactor } from './redactor';
import { bytesInWords } from './text-cut';

/**
 * An SPC by its fields (FPS 1): lengths and the certificate, never what is encrypted; undefined: the bytes are no SPC.
 * The first line says what it is.
 */
export function spcFields(body: Buffer): string | undefined {
  const { inspectSpc } = fairplay();
  try {
    const { version, opaque, payloadLength, certificateHash } = inspectSpc(body);
    const certificate = certificateHash === undefined ? '' : `, certificate ${certificateHash.toString('hex', 0, 4)}`;
    const first = `SPC, version ${String(version)}, ${bytesInWords(body.length)}${certificate}`;
    if (opaque) return first;
    return lines(first, [
      ['version', String(version)],
      ['IV', '16 bytes'],
      ['SPC key', "128 bytes, encrypted for the certificate's owner"],
      ['certificate (SHA-1)', certificateHash?.toString('hex') ?? 'unknown'],
      ['payload', `${bytesInWords(payloadLength ?? 0)}, encrypted: device id, content id, what the CKC must repeat`],
    ]);
  } catch {
    return undefined;
  }
}

/** A CKC by its fields, with what the player found inside; undefined: the bytes are no CKC. */
export function ckcFields(body: Buffer, opened: OpenedLicense | undefined, redactor: Redactor): string | undefined {
  const { unwrapCkc } = fairplay();
  const found = unwrapCkc(body);
  if (found === undefined) return undefined;
  const { ckc, form } = found;
  const version = ckc.length < 4 ? undefined : String(ckc.readUInt32BE(0));
  const wrapping = form === 'raw' ? '' : ` as ${form}`;
  const first = `CKC${wrapping}${version === undefined ? '' : `, version ${version}`}, ${bytesInWords(body.length)}`;
  if (ckc.length < 28) return first;
  return lines(first, [
    ['version', version ?? 'none'],
    ['IV', '16 bytes'],
    ['payload', `${bytesInWords(ckc.readUInt32BE(24))} announced, ${bytesInWords(ckc.length - 28)} present, encrypted`],
    ...insideOf(opened, redactor),
  ]);
}

function insideOf(opened: OpenedLicense | undefined, redactor: Redactor): [string, string][] {
  if (opened === undefined) return [['inside', 'not looked into']];
  if (opened.kind === 'defect') return [['inside', `the player cannot use it: ${redactor.text(opened.why)}`]];
  const seconds = (value: number | undefined): string => (value === undefined ? 'none' : `${String(value)} s`);
  return [
    ['content key', known(opened.contentKey, redactor)],
    ['content IV', known(opened.iv, redactor)],
    ['lease', seconds(opened.leaseSeconds)],
    ['rental', seconds(opened.rentalSeconds)],
  ];
}

/** The tag of a value that the run knows. One that it does not know may be somebody's secret all the same. */
function known(value: Buffer, redactor: Redactor): string {
  const tag = redactor.text(value.toString('hex'));
  return /^<[^<>]+>$/u.test(tag) ? tag : `<${bytesInWords(value.length)} that this run does not know>`;
}

function lines(first: string, fields: readonly (readonly [string, string])[]): string {
  return [first, ...fields.map(([name, value]) => `  ${name}: ${value}`)].join('\n');
}

/** Loaded when the first license request is described: most programs that import this folder never get there. */
function fairplay(): typeof import('../fairplay') {
  return require('../fairplay') as typeof import('../fairplay');
}
