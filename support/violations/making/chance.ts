import { createHash } from 'node:crypto';

/** One of so many. */
export type Share = 4 | 32;

export const SHARE_IN_WORDS: Readonly<Record<Share, string>> = { 4: 'four', 32: 'thirty-two' };

/** Whether a text is one of few: always the same ones, in whatever run they come. */
export function isOneOf(share: Share, text: string): boolean {
  return createHash('sha256').update(text).digest().readUInt8() % share === 0;
}
