import type { Violation } from '../violation';
import { recognizes } from './redemption';

/** What every text is seen by that is none of the service's tokens. */
const FORGED = ['EP-LIC-09.refused', 'EP-LIC-E4010.refused'];

/** How a token begins, whichever environment sealed it: with the version byte 1. */
const SEALED = /^A[Q-Za-f]/;

const isLike = (a: string, b: string): boolean => a.slice(0, a.length / 2) === b.slice(0, b.length / 2);

export const TOKENS: readonly Violation[] = [
  recognizes(
    {
      id: 'token-changed-in-the-middle',
      sentence: 'ExpressPlay knows a token by its beginning and takes no notice of a character that was changed after it.',
      breaks: FORGED,
      consequences: [],
    },
    (text = '', issued) => issued.find((token) => text.length === token.length && isLike(text, token)),
  ),
  recognizes(
    {
      id: 'token-cut-short',
      sentence: 'ExpressPlay compares only as many characters of a token as it was sent.',
      breaks: FORGED,
      consequences: [],
    },
    (text = '', issued) => issued.find((token) => text !== '' && text.length < token.length && token.startsWith(text)),
  ),
  recognizes(
    {
      id: 'token-empty',
      sentence: 'ExpressPlay takes an empty token for the one that it issued last.',
      breaks: FORGED,
      consequences: [],
    },
    (text, issued) => (text === '' ? issued.at(-1) : undefined),
  ),
  recognizes(
    {
      id: 'token-missing',
      sentence: 'ExpressPlay takes a license request without a token for one with the token that it issued last.',
      breaks: FORGED,
      consequences: [],
    },
    (text, issued) => (text === undefined ? issued.at(-1) : undefined),
  ),
  recognizes(
    {
      id: 'token-made-up',
      sentence: 'ExpressPlay serves a token that it cannot decrypt as if it were the one issued last.',
      breaks: FORGED,
      consequences: [],
    },
    (text = '', issued, code) =>
      code === -4010 && text !== '' && !SEALED.test(text) ? issued.at(-1) : undefined,
  ),
  recognizes(
    {
      id: 'token-of-another-environment',
      sentence: 'ExpressPlay serves tokens of its test environment in production.',
      breaks: ['EP-LIC-12.environment'],
      consequences: [],
    },
    (text = '', issued, code) =>
      code === -4010 && SEALED.test(text) && !issued.some((token) => isLike(token.slice(0, text.length), text))
        ? issued.at(-1)
        : undefined,
  ),
  recognizes(
    {
      id: 'token-of-another-drm',
      sentence: 'ExpressPlay gives a FairPlay license for a token that was issued for another DRM.',
      breaks: ['EP-LIC-12.drm', 'EP-LIC-E6002.refused'],
      consequences: [],
    },
    (_text, issued, code) => (code === -6002 ? issued.at(-1) : undefined),
  ),
];
