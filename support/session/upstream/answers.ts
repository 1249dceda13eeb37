import type { HttpResponse } from '../../exchange';

/** Answers as ExpressPlay's services write them (FP-TOK), with whatever content a story needs. */
export function json(status: number, value: unknown): HttpResponse {
  return answer(status, 'application/json', JSON.stringify(value));
}

export function html(status: number, title: string, text = ''): HttpResponse {
  const page = `<!DOCTYPE html>\n<html lang="en"><head><title>${title}</title></head><body><p>${text}</p></body></html>\n`;
  return answer(status, 'text/html; charset=utf-8', page);
}

export function uriList(text: string): HttpResponse {
  return answer(200, 'text/uri-list', text);
}

export function answer(status: number, type: string, text: string): HttpResponse {
  return { status, headers: { 'content-type': type }, body: Buffer.from(text, 'utf8') };
}

export function redirect(status: number, location: string): HttpResponse {
  return { status, headers: { location }, body: Buffer.alloc(0) };
}
