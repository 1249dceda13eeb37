import { readUriList } from '../../protocol';
import type { Violation } from '../violation';
import { failedBy, isPage, handsOutTheLast, status, textOf, type Met } from './upstream';

const has =
  (code: number) =>
  (met: Met): boolean =>
    !isPage(met) && textOf(met).includes(String(code));

/** A success that holds no URL. */
const unusable =
  (fits: (text: string) => boolean) =>
  (met: Met): boolean =>
    status(met) === 200 && readUriList(textOf(met)).url === undefined && fits(textOf(met));

/** Where the token service gives nothing, SEES hands out the token URL that it got last, for whomever that was. */
export const OLD_TOKENS: readonly Violation[] = [
  handsOutTheLast(
    {
      id: 'old-token-when-none-are-left',
      sentence: 'SEES hands out the last token URL where the account has no tokens left.',
      breaks: ['SEES-ERR-01'],
      consequences: [],
    },
    (met) => status(met) === 400 && has(-2019)(met),
  ),
  handsOutTheLast(
    {
      id: 'old-token-on-invalid-arguments-page',
      sentence: 'SEES hands out the last token URL where the token service refuses with a page.',
      breaks: ['SEES-ERR-02'],
      consequences: [],
    },
    (met) => status(met) === 400 && isPage(met) && textOf(met).includes('-2033'),
  ),
  handsOutTheLast(
    {
      id: 'old-token-while-not-authenticated',
      sentence: 'SEES hands out the last token URL while its authenticator is not accepted.',
      breaks: ['SEES-ERR-03'],
      consequences: [],
    },
    (met) => status(met) === 401 && has(-2018)(met),
  ),
  handsOutTheLast(
    {
      id: 'old-token-where-nothing-is-found',
      sentence: 'SEES hands out the last token URL where the token service is not found.',
      breaks: ['SEES-ERR-04'],
      consequences: [],
    },
    (met) => status(met) === 404,
  ),
  handsOutTheLast(
    {
      id: 'old-token-on-an-internal-error',
      sentence: 'SEES hands out the last token URL after an internal error of the token service.',
      breaks: ['SEES-ERR-05'],
      consequences: [],
    },
    (met) => status(met) === 500,
  ),
  handsOutTheLast(
    {
      id: 'old-token-during-an-outage',
      sentence: 'SEES hands out the last token URL while the token service is out of service.',
      breaks: ['SEES-ERR-05'],
      consequences: [],
    },
    (met) => status(met) === 503,
  ),
  handsOutTheLast(
    {
      id: 'old-token-without-a-connection',
      sentence: 'SEES hands out the last token URL where the token service takes no connection.',
      breaks: ['SEES-ERR-06.refused'],
      consequences: [],
    },
    failedBy('refused'),
  ),
  handsOutTheLast(
    {
      id: 'old-token-after-a-reset',
      sentence: 'SEES hands out the last token URL where the connection to the token service breaks.',
      breaks: ['SEES-ERR-06.refused'],
      consequences: [],
    },
    failedBy('reset'),
  ),
  handsOutTheLast(
    {
      id: 'old-token-after-a-silence',
      sentence: 'SEES hands out the last token URL where the token service does not answer in time.',
      breaks: ['SEES-ERR-06.refused'],
      consequences: [],
    },
    failedBy('timeout'),
  ),
  handsOutTheLast(
    {
      id: 'old-token-for-an-empty-body',
      sentence: 'SEES hands out the last token URL where a success is empty.',
      breaks: ['SEES-ERR-07'],
      consequences: [],
    },
    unusable((text) => text === ''),
  ),
  handsOutTheLast(
    {
      id: 'old-token-for-a-web-page',
      sentence: 'SEES hands out the last token URL where a success is a web page.',
      breaks: ['SEES-ERR-07'],
      consequences: [],
    },
    unusable((text) => text.startsWith('<')),
  ),
  handsOutTheLast(
    {
      id: 'old-token-for-a-comment',
      sentence: 'SEES hands out the last token URL where the list holds a comment alone.',
      breaks: ['SEES-ERR-07'],
      consequences: [],
    },
    unusable((text) => text.startsWith('#')),
  ),
];
