/** Two texts of hex digits that stand for the same bytes. */
export function sameHex(a: string, b: string): boolean {
  return a.toLowerCase() === b.toLowerCase();
}

/** 16 bytes as hex: a content key, an IV, a key id. */
export function isHexOf16Bytes(text: string): boolean {
  return /^[0-9a-f]{32}$/i.test(text);
}
