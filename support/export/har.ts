import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseParameters, queryOf } from '../protocol';

/** A result of Allure, as far as it is read here. */
interface Step {
  readonly name?: string;
  readonly steps?: readonly Step[];
  readonly attachments?: readonly { readonly name: string; readonly type: string; readonly source: string }[];
}

interface Result extends Step {
  readonly uuid: string;
  readonly fullName?: string;
  readonly start?: number;
}

/** An exchange as the run wrote it, redacted. */
interface Message {
  readonly headers?: readonly { readonly name: string; readonly value: string }[];
  readonly body?: { readonly contentType: string; readonly value: string };
}

interface StoredExchange {
  readonly request: Message & { readonly method: string; readonly url: string };
  readonly response?: Message & { readonly status: number };
  readonly error?: { readonly message: string };
  readonly start: number;
  readonly stop?: number;
}

export interface Har {
  readonly log: {
    readonly version: '1.2';
    readonly creator: { readonly name: string; readonly version: string };
    readonly comment: string;
    readonly pages: readonly object[];
    readonly entries: readonly object[];
  };
}

const STORED = 'application/vnd.allure.http+json';

const COMMENT =
  'Evidence, not replayable: secrets are replaced by tags such as <token #1>, binary bodies by what they are, long bodies are cut.';

/**
 * HTTP Archive 1.2 of a run: its scenarios are pages, its exchanges (both legs) entries, as they are stored and so as they were
 * redacted.
 * @param folder `allure-results` of the run
 * @throws {Error} of node's file system where there is no such folder
 */
export function harOf(folder: string, suiteVersion: string): Har {
  const results = readdirSync(folder)
    .filter((file) => file.endsWith('-result.json'))
    .map((file) => JSON.parse(readFileSync(join(folder, file), 'utf8')) as Result)
    .sort((a, b) => (a.start ?? 0) - (b.start ?? 0) || a.uuid.localeCompare(b.uuid));
  const pages: object[] = [];
  const entries: { readonly start: number; readonly entry: object }[] = [];
  for (const result of results) {
    const exchanges = attachmentsOf(result).filter(({ type }) => type === STORED);
    if (exchanges.length === 0) continue;
    const id = `page_${String(pages.length + 1)}`;
    pages.push({
      startedDateTime: instant(result.start ?? 0),
      id,
      title: result.fullName ?? result.name ?? '',
      pageTimings: { onContentLoad: -1, onLoad: -1 },
    });
    for (const { name, source } of exchanges) {
      // A name, never a way out of the folder.
      if (!/^[\w.-]+$/.test(source)) continue;
      const stored = JSON.parse(readFileSync(join(folder, source), 'utf8')) as StoredExchange;
      entries.push({ start: stored.start, entry: entryOf(stored, id, name) });
    }
  }
  return {
    log: {
      version: '1.2',
      creator: { name: 'sees-conformance', version: suiteVersion },
      comment: COMMENT,
      pages,
      entries: entries.sort((a, b) => a.start - b.start).map(({ entry }) => entry),
    },
  };
}

function attachmentsOf(step: Step): NonNullable<Step['attachments']> {
  return [...(step.attachments ?? []), ...(step.steps ?? []).flatMap(attachmentsOf)];
}

function entryOf({ request, response, error, start, stop }: StoredExchange, pageref: string, comment: string): object {
  const time = Math.max(0, (stop ?? start) - start);
  return {
    pageref,
    startedDateTime: instant(start),
    time,
    request: {
      method: request.method,
      url: asUrl(request.url),
      httpVersion: 'HTTP/1.1',
      cookies: [],
      headers: request.headers ?? [],
      queryString: parseParameters(queryOf(request.url)).map(({ name, value }) => ({ name, value })),
      ...(request.body === undefined
        ? {}
        : { postData: { mimeType: request.body.contentType, text: request.body.value } }),
      headersSize: -1,
      bodySize: -1,
    },
    response: {
      // 0: none came.
      status: response?.status ?? 0,
      statusText: response === undefined ? (error?.message ?? 'no answer') : '',
      httpVersion: 'HTTP/1.1',
      cookies: [],
      headers: response?.headers ?? [],
      content: {
        size: Buffer.byteLength(response?.body?.value ?? ''),
        mimeType: response?.body?.contentType ?? 'x-unknown',
        ...(response?.body === undefined ? {} : { text: response.body.value }),
      },
      redirectURL: '',
      headersSize: -1,
      bodySize: -1,
    },
    cache: {},
    timings: { send: 0, wait: time, receive: 0 },
    comment,
  };
}

function instant(ms: number): string {
  return new Date(ms).toISOString();
}

/** Tags in place of secrets are no part of a URL as they stand. */
function asUrl(url: string): string {
  return url.replace(/[^!$&-;=?-Z\]_a-z~[%]/gu, (found) => encodeURIComponent(found));
}
