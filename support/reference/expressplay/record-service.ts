import type { RecordFormat } from '../../checks';
import { json } from '../answers';
import type { Handler, HttpRequest, HttpResponse } from '../../exchange';
import { DEFAULT_RECORD_FORMAT } from '../sees/sees-options';
import type { Accounts } from './accounts';
import type { RecordServiceOptions } from './expressplay-options';
import { readSelector } from './record-selector';
import { RequestParameters } from './request-parameters';
import { METHOD_NOT_ALLOWED, errorAnswer, type ServiceError } from './service-error';
import type { HistoryEvent, TransactionHistory } from './transaction-history';

const BAD_SELECTOR: ServiceError = {
  status: 400,
  message: 'One selector at most: cookie, id, or start and length; numbers are non-negative integers.',
};

/** `/cmiapi/getrecord/` (EP-CN, EP-IT, EP-KO); its errors are always JSON. */
export function createRecordService(
  options: RecordServiceOptions,
  accounts: Accounts,
  history: TransactionHistory,
): Handler {
  const answer = (request: HttpRequest): HttpResponse => {
    if (request.method !== 'GET') return errorAnswer(METHOD_NOT_ALLOWED, 'json', { allow: 'GET' });
    const parameters = new RequestParameters(request);
    const authenticated = accounts.authenticate(parameters.get('customerAuthenticator'));
    if (authenticated.kind === 'error') return errorAnswer(authenticated.error, 'json');
    const selector = readSelector(parameters);
    if (selector === undefined) return errorAnswer(BAD_SELECTOR, 'json');
    const events = history.select(authenticated.account.name, selector);
    return recordAnswer(events, selector.kind === 'cookie', options);
  };

  return (request) => Promise.resolve(answer(request));
}

/** An event as the service writes it. */
export type WrittenEvent = Omit<HistoryEvent, 'deviceId'> & { readonly deviceId?: string | null };

/**
 * The answer that holds these events.
 * @param found newest first
 * @param byCookie selected by cookie, which in mode `latest` gives the first one alone
 */
export function recordAnswer(
  found: readonly WrittenEvent[],
  byCookie: boolean,
  { format = DEFAULT_RECORD_FORMAT, mode, emptyForm, latestForm }: RecordServiceOptions,
): HttpResponse {
  const latest = byCookie && mode === 'latest';
  const events = (latest ? found.slice(0, 1) : found).map((event) => eventJson(event, format));
  const { root } = format;
  if (events.length === 0 && emptyForm === '404') {
    return errorAnswer({ status: 404, message: 'There is no such event.' }, 'json');
  }
  if (events.length === 0 && emptyForm === 'object') return json(200, {});
  const content = latest && latestForm === 'object' ? (events[0] ?? []) : events;
  return json(200, root === '' ? content : { [root]: content });
}

function eventJson({ eventId, atMs, cookie, deviceId, errorCode }: WrittenEvent, format: RecordFormat): object {
  return {
    [format.eventId ?? 'event_id']: eventId,
    event_type: 'fairplay-license',
    timestamp: new Date(atMs).toISOString(),
    ...(cookie === undefined ? {} : { [format.cookie]: cookie }),
    ...(deviceId === undefined ? {} : { [format.deviceId]: deviceId }),
    ...(errorCode === undefined ? {} : { [format.errorCode]: errorCode }),
  };
}
