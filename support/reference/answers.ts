import type { HttpHeaders, HttpResponse } from '../exchange';

/** JSON answer; entitlements, records and errors must not be kept by a cache on the way. */
export function json(status: number, value: unknown, headers: HttpHeaders = {}): HttpResponse {
  return text(status, 'application/json', JSON.stringify(value), headers);
}

export function text(status: number, type: string, content: string, headers: HttpHeaders = {}): HttpResponse {
  return bytes(status, type, Buffer.from(content, 'utf8'), headers);
}

export function bytes(status: number, type: string, body: Buffer, headers: HttpHeaders = {}): HttpResponse {
  return { status, headers: { 'content-type': type, 'cache-control': 'no-store', ...headers }, body };
}
