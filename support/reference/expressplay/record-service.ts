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
  const format = options.format ?? DEFAULT_RECORD_FORMAT;

  const answer = (request: HttpRequest): HttpResponse => {
    if (request.method !== 'GET') return errorAnswer(METHOD_NOT_ALLOWED, 'json', { allow: 'GET' });
    const parameters = new RequestParameters(request);
    const authenticated = accounts.authenticate(parameters.get('customerAuthenticator'));
    if (authenticated.kind === 'error') return errorAnswer(authenticated.error, 'json');
    const selector = readSelector(parameters);
    if (selector === undefined) return errorAnswer(BAD_SELECTOR, 'json');
    const events = history.select(authenticated.account.name, selector).map((event) => eventJson(event, format));
    const latest = selector.kind === 'cookie' && options.mode === 'latest';
    return recordAnswer(latest ? events.slice(0, 1) : events, latest, format, options);
  };

  return (request) => Promise.resolve(answer(request));
}

function recordAnswer(
  events: readonly object[],
  latest: boolean,
  { root }: RecordFormat,
  { emptyForm, latestForm }: RecordServiceOptions,
): HttpResponse {
  if (events.length === 0 && emptyForm === '404') {
    return errorAnswer({ status: 404, message: 'There is no such event.' }, 'json');
  }
  if (events.length === 0 && emptyForm === 'object') return json(200, {});
  const content = latest && latestForm === 'object' ? (events[0] ?? []) : events;
  return json(200, root === '' ? content : { [root]: content });
}

function eventJson({ eventId, atMs, cookie, deviceId, errorCode }: HistoryEvent, format: RecordFormat): object {
  return {
    event_id: eventId,
    event_type: 'fairplay-license',
    timestamp: new Date(atMs).toISOString(),
    ...(cookie === undefined ? {} : { [format.cookie]: cookie }),
    ...(deviceId === undefined ? {} : { [format.deviceId]: deviceId }),
    ...(errorCode === undefined ? {} : { [format.errorCode]: errorCode }),
  };
}
