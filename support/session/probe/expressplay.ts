import { tokenAnswer } from '../../checks';
import type { Exchange, Journal } from '../../exchange';
import { errorCode, findErrorCode } from '../../protocol';

/** What a foreign ExpressPlay said to the plainest questions, where that was no success. */
export function adviceOnExpressPlay(journal: Journal): string | undefined {
  const token = journal.exchanges.filter(({ operation }) => operation === 'token').at(-1);
  if (token?.response !== undefined && tokenAnswer(token) === undefined) {
    return `The token service gave no token for the plainest request: ${answerWords(token)}. Right: expressplay.tokenUrl with the path of the token service (usually /hms/fp/token), and expressplay.customerAuthenticator of an account there that may issue FairPlay tokens.`;
  }
  const record = journal.exchanges.filter(({ operation }) => operation === 'record').at(-1);
  if (record?.response !== undefined && record.response.status >= 400 && record.response.status !== 404) {
    return `The record service gave no records: ${answerWords(record)}. Right: expressplay.recordUrl with the path of record retrieval (usually /cmiapi/getrecord/), and expressplay.customerAuthenticator of an account there.`;
  }
  return undefined;
}

/** `status 400 with code -2018 (...)`. */
export function answerWords({ response }: Exchange): string {
  if (response === undefined) return 'no answer';
  const code = findErrorCode(response.body.subarray(0, 65_536).toString('utf8'));
  const sense = code === undefined ? undefined : errorCode(code)?.sense;
  const named = code === undefined ? '' : ` with code ${String(code)}${sense === undefined ? '' : ` (${sense})`}`;
  return `status ${String(response.status)}${named}`;
}
