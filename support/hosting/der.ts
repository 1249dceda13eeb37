/**
 * The few forms of ASN.1's distinguished encoding (X.690) that a certificate is made of. Each function gives a whole
 * element: tag, length, content.
 */
export const der = {
  sequence: (...items: readonly Buffer[]): Buffer => element(0x30, Buffer.concat(items)),
  set: (...items: readonly Buffer[]): Buffer => element(0x31, Buffer.concat(items)),
  true: (): Buffer => element(0x01, Buffer.of(0xff)),
  /** @param bytes big-endian, not negative and without needless zeros in front */
  integer: (bytes: Buffer): Buffer => element(0x02, bytes),
  /** @param unused bits at the end of the last byte */
  bits: (bytes: Buffer, unused = 0): Buffer => element(0x03, Buffer.concat([Buffer.of(unused), bytes])),
  octets: (bytes: Buffer): Buffer => element(0x04, bytes),
  text: (text: string): Buffer => element(0x0c, Buffer.from(text, 'utf8')),
  /** @param dotted e.g. `2.5.4.3` */
  oid: (dotted: string): Buffer => element(0x06, objectIdentifier(dotted)),
  /** UTCTime until 2049 and GeneralizedTime from then on, as RFC 5280 wants it. Milliseconds are cut off. */
  time: (ms: number): Buffer => {
    const digits = new Date(ms).toISOString().replace(/\.\d+|[-T:]/g, '');
    return new Date(ms).getUTCFullYear() < 2050
      ? element(0x17, Buffer.from(digits.slice(2), 'latin1'))
      : element(0x18, Buffer.from(digits, 'latin1'));
  },
  /** `[number]` with other elements inside. */
  tagged: (number: number, ...items: readonly Buffer[]): Buffer => element(0xa0 + number, Buffer.concat(items)),
  /** `[number] IMPLICIT` in place of the tag of a string. */
  implicit: (number: number, bytes: Buffer): Buffer => element(0x80 + number, bytes),
};

function element(tag: number, content: Buffer): Buffer {
  return Buffer.concat([Buffer.of(tag), lengthOf(content), content]);
}

function lengthOf({ length }: Buffer): Buffer {
  if (length < 0x80) return Buffer.of(length);
  const bytes = [];
  for (let rest = length; rest > 0; rest = Math.floor(rest / 256)) bytes.unshift(rest % 256);
  return Buffer.of(0x80 + bytes.length, ...bytes);
}

function objectIdentifier(dotted: string): Buffer {
  const [first = 0, second = 0, ...rest] = dotted.split('.').map(Number);
  return Buffer.from([first * 40 + second, ...rest].flatMap(base128));
}

/** Seven bits a byte, all but the last with the highest bit set. */
function base128(value: number): number[] {
  const bytes = [value % 128];
  for (let rest = Math.floor(value / 128); rest > 0; rest = Math.floor(rest / 128)) bytes.unshift(128 + (rest % 128));
  return bytes;
}
