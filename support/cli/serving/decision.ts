import type { HttpRequest, HttpResponse } from '../../exchange';
import {
  findErrorCode,
  isJsonObject,
  parseJson,
  parseParameters,
  queryOf,
  RECORD_PATH,
  RIGHTS_PATH,
  TOKEN_PATH,
  TOKEN_PARAMETER,
  type JsonObject,
} from '../../protocol';
import type { Tags } from './tags';

/** What the words of a request log are made of. */
export interface Said {
  readonly cookies: Tags;
  readonly devices: Tags;
  /** Names that carry a device id in a token request. */
  readonly deviceNames: readonly string[];
  /** What a token of the served ExpressPlay says; undefined: it is none. */
  readonly issued: (token: string) => { readonly cookie?: string; readonly deviceId?: string } | undefined;
}

/** What SEES decided, in plain words. */
export function seesDecision(request: HttpRequest, response: HttpResponse, { cookies }: Said): string {
  const answer = objectIn(response.body);
  const asked = objectIn(request.body);
  const type = [1, 2, 3].find((known) => known === (asked?.requestType ?? asked?.RequestType));
  const cookie = textOf(asked?.customerCookie);
  const about = tagged([
    ...(type === undefined ? [] : [`type ${String(type)}`]),
    ...(cookie === undefined ? [] : [cookies.of(cookie)]),
  ]);
  if (answer?.isAllowed === true) return `allowed${about}, token URL handed out`;
  if (answer?.isAllowed !== false) return `no decision${about}`;
  const { error, errorText } = answer;
  const text = typeof errorText === 'string' ? `: ${errorText}` : '';
  return `refused with error ${typeof error === 'number' ? String(error) : '?'}${text}${about}`;
}

/** What ExpressPlay decided, in plain words. */
export function expressPlayDecision(request: HttpRequest, response: HttpResponse, said: Said): string {
  const path = pathOf(request.url);
  const right = response.status >= 200 && response.status < 300;
  const refusal = right ? undefined : refused(response);
  if (path === RIGHTS_PATH) return `${refusal ?? 'license granted'}${ofToken(request, said)}`;
  if (path === TOKEN_PATH) return `${refusal ?? 'token issued'}${ofOrder(request, said)}`;
  if (path === RECORD_PATH) return `${refusal ?? eventsIn(response, said)}${ofOrder(request, said)}`;
  return refusal ?? 'answered';
}

function refused(response: HttpResponse): string {
  const text = response.body.toString('utf8', 0, 4096);
  const code = findErrorCode(text) ?? /-\d{3,5}/.exec(text)?.[0];
  return code === undefined ? 'refused' : `refused with ${String(code)}`;
}

function ofToken(request: HttpRequest, { cookies, devices, issued }: Said): string {
  const token = parseParameters(queryOf(request.url)).find(({ name }) => name === TOKEN_PARAMETER)?.value;
  const says = token === undefined ? undefined : issued(token);
  if (says === undefined) return ' (no token of ours)';
  return tagged([
    ...(says.cookie === undefined ? [] : [cookies.of(says.cookie)]),
    ...(says.deviceId === undefined ? ['not bound'] : [`bound to ${devices.of(says.deviceId)}`]),
  ]);
}

function ofOrder(request: HttpRequest, { cookies, devices, deviceNames }: Said): string {
  const form = request.method === 'POST' ? request.body.toString('latin1') : '';
  const parameters = [...parseParameters(queryOf(request.url)), ...parseParameters(form)];
  const cookie = parameters.find(({ name }) => name === 'cookie')?.value;
  const device = parameters.find(({ name }) => deviceNames.includes(name))?.value;
  return tagged([
    ...(cookie === undefined ? [] : [cookies.of(cookie)]),
    ...(device === undefined ? [] : [`for ${devices.of(device)}`]),
  ]);
}

function eventsIn(response: HttpResponse, { devices }: Said): string {
  const answer = parsed(response.body);
  const events = Array.isArray(answer) ? (answer as unknown[]) : [answer];
  const ids = new Set(events.flatMap((event) => textOf(isJsonObject(event) ? event.device_id : undefined) ?? []));
  const count = events.length === 1 ? '1 event' : `${String(events.length)} events`;
  return ids.size === 0
    ? count
    : `${count} of ${[...ids]
        .slice(0, 3)
        .map((id) => devices.of(id))
        .join(', ')}`;
}

function tagged(parts: readonly string[]): string {
  return parts.length === 0 ? '' : ` (${parts.join(', ')})`;
}

function pathOf(url: string): string {
  const path = (/^https?:\/\/[^/?#]*([^?#]*)/i.exec(url)?.[1] ?? '').replace(/\/?$/, '');
  return path === TOKEN_PATH ? path : `${path}/`;
}

/** A garbled or a very large body tells nothing. */
function parsed(body: Buffer): unknown {
  return body.length > 256 * 1024 ? undefined : parseJson(body.toString('utf8'));
}

function objectIn(body: Buffer): JsonObject | undefined {
  const value = parsed(body);
  return isJsonObject(value) ? value : undefined;
}

function textOf(value: unknown): string | undefined {
  return typeof value === 'string' && value !== '' ? value : undefined;
}
