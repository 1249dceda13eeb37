import { json, text } from '../answers';
import type { HttpHeaders, HttpResponse } from '../../exchange';

/** An ExpressPlay error answer in the making. Messages are fixed texts: nothing of the request is repeated. */
export interface ServiceError {
  /** Absent on faults without a documented code (wrong path or method). */
  readonly code?: number;
  readonly status: number;
  readonly message: string;
}

/** @param status 400 unless the fault is one of authentication (401) or of the service itself (500) */
export function serviceError(code: number, message: string, status = 400): ServiceError {
  return { code, status, message };
}

export function errorAnswer(error: ServiceError, format: 'html' | 'json', headers: HttpHeaders = {}): HttpResponse {
  const { code, status, message } = error;
  if (format === 'json') {
    return json(status, { ...(code === undefined ? {} : { errorCode: code }), errorMessage: message }, headers);
  }
  const title = code === undefined ? 'ExpressPlay error' : `ExpressPlay error ${String(code)}`;
  const page = `<!DOCTYPE html>\n<html lang="en"><head><title>${title}</title></head><body><h1>${title}</h1><p>${message}</p></body></html>\n`;
  return text(status, 'text/html; charset=utf-8', page, headers);
}

export const NOT_FOUND: ServiceError = { status: 404, message: 'Not found.' };
export const METHOD_NOT_ALLOWED: ServiceError = { status: 405, message: 'Method not allowed.' };
