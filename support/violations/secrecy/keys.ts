import { nowAndThen } from '../making';
import type { Violation } from '../violation';
import { intoHeader, intoJson, isGrant, isRefusal, leaks } from './leaks';

const BREAKS = ['SEES-SEC-02'];
const bytes = (hex: string): Buffer => Buffer.from(hex, 'hex');
const guid = (hex: string): string => hex.replace(/^(.{8})(.{4})(.{4})(.{4})/, '$1-$2-$3-$4-');

/** Keys of titles on their way to the client (SEES-SEC-02). */
export const KEY_VIOLATIONS: readonly Violation[] = [
  nowAndThen(
    leaks(
      {
        id: 'content-key-in-a-grant',
        sentence: 'SEES grants with everything that it knows of the title.',
        breaks: BREAKS,
      },
      intoJson((answer, { content }) => (isGrant(answer) && content !== undefined ? { content } : undefined)),
    ),
  ),
  nowAndThen(
    leaks(
      {
        id: 'initialization-vector-in-a-header',
        sentence: 'SEES tells the IV in a header, so that players need not wait.',
        breaks: BREAKS,
      },
      intoHeader('x-iv', ({ content }, answer) => (isGrant(answer) ? content?.iv.toUpperCase() : undefined)),
    ),
  ),
  nowAndThen(
    leaks(
      {
        id: 'content-key-as-the-id-of-a-title',
        sentence: 'SEES names the title of a grant by its content key, like a GUID.',
        breaks: BREAKS,
      },
      intoJson((answer, { content }) =>
        isGrant(answer) && content !== undefined ? { title: `{${guid(content.contentKey)}}` } : undefined,
      ),
    ),
  ),
  nowAndThen(
    leaks(
      { id: 'content-key-as-numbers', sentence: 'SEES lists the bytes of the content key as numbers.', breaks: BREAKS },
      intoJson((answer, { content }) =>
        isGrant(answer) && content !== undefined ? { key: bytes(content.contentKey) } : undefined,
      ),
    ),
  ),
  nowAndThen(
    leaks(
      {
        id: 'content-key-as-signed-numbers',
        sentence: 'SEES lists the bytes of the content key as signed numbers.',
        breaks: BREAKS,
      },
      intoJson((answer, { content }) =>
        isGrant(answer) && content !== undefined ? { key: [...new Int8Array(bytes(content.contentKey))] } : undefined,
      ),
    ),
  ),
  leaks(
    {
      id: 'content-key-as-source-text',
      sentence: 'SEES writes the bytes of the content key into an error text as a program would.',
      breaks: BREAKS,
      consequences: ['SEES-ERR-15'],
    },
    intoJson((answer, { content }) =>
      isRefusal(answer) && content !== undefined
        ? {
            errorText: `no token for ${[...bytes(content.contentKey)].map((byte) => `0x${byte.toString(16).padStart(2, '0')}`).join(', ')}`,
          }
        : undefined,
    ),
  ),
  nowAndThen(
    leaks(
      {
        id: 'content-key-behind-the-url',
        sentence: 'SEES puts the content key behind the token URL, as a fragment in base64url.',
        breaks: BREAKS,
        // The URL is no longer the one of the list.
        consequences: ['SEES-RES-05.unchanged', 'SEES-ERR-08.comments'],
      },
      intoJson((answer, { content }) =>
        isGrant(answer) && content !== undefined
          ? { epTokenURL: `${String(answer.epTokenURL)}#k=${bytes(content.contentKey).toString('base64url')}` }
          : undefined,
      ),
    ),
  ),
  leaks(
    { id: 'wrapping-key-in-a-grant', sentence: 'SEES tells the wrapping key of a title that has one.', breaks: BREAKS },
    intoJson((answer, { content }) =>
      isGrant(answer) && content?.kek !== undefined ? { kek: bytes(content.kek).toString('base64') } : undefined,
    ),
  ),
];
