import { createServer, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import { basename } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Clock, Handler, HttpRequest, HttpResponse } from '../exchange';
import type { Content, Readings } from '../protocol';
import { ConfigurationError, redactorOf, type Configuration } from './configuration';
import { recordFormatOf } from './doubles';
import type { RecordFormat } from '../checks';

/** What `createSees` of an operator's module is told (docs/deployments.md). */
export interface SeesModuleOptions {
  /** Absolute URLs of ExpressPlay's services, to be called with axios, fetch or http. */
  readonly tokenUrl: string;
  readonly recordUrl: string;
  readonly customerAuthenticator: string;
  /** Titles to know, with their keys as lower-case hex. */
  readonly contents: readonly Content[];
  /** The title of registrations. */
  readonly registrationContentID: string;
  /** Parameter of a token request that names the device (reading names.deviceId). */
  readonly deviceIdParameter: string;
  readonly multiDevice: Readings['multiDevice'];
  /** Where record answers hold what. */
  readonly record: RecordFormat;
  /** `now()` in milliseconds; the only time there is for a module with `usesClock: true`. */
  readonly clock: Pick<Clock, 'now'>;
}

/** The module's SEES: asked in this process, or where it listens. */
export type SeesOfModule =
  | { readonly kind: 'handler'; readonly handler: Handler }
  | { readonly kind: 'listener'; readonly origin: string; readonly close: () => Promise<void> };

const RIGHT_FORM =
  'a module that exports createSees(options), which returns (request) => ({ status, headers, body }) or (req, res) => void, or a promise of one; see docs/deployments.md';

/**
 * Loads `sees.module` and lets it make its SEES. A module is loaded when its doubles stand, so that it cannot take hold of
 * functions that nock has not replaced yet.
 * @throws {ConfigurationError} when it cannot be loaded, or is no such module
 */
export async function openModuleSees(
  configuration: Configuration,
  clock: Clock,
  urls: { readonly token: string; readonly record: string },
): Promise<SeesOfModule> {
  const file = configuration.sees.module ?? '';
  const redactor = redactorOf(configuration);
  const redact = (text: string): string => redactor.text(text);
  const refuse = (what: string, rightForm = RIGHT_FORM): never => {
    const where = `${configuration.file ?? 'settings'} sees.module`;
    throw new ConfigurationError([{ where, what: `${basename(file)} ${what}`, rightForm }]);
  };
  const loaded = await (import(pathToFileURL(file).href) as Promise<unknown>).catch((error: unknown) =>
    refuse(`cannot be loaded: ${redact(firstLine(error))}.`),
  );
  const createSees = exported(loaded, 'createSees');
  if (typeof createSees !== 'function') return refuse('exports no function createSees.');
  if (configuration.time.mode === 'virtual' && exported(loaded, 'usesClock') !== true) {
    refuse(
      'does not say that it takes its time from options.clock, so virtual time cannot move it.',
      'time.mode: real (the default with a module), or a module that exports usesClock: true',
    );
  }
  const made: unknown = await attempt(
    () => (createSees as (options: SeesModuleOptions) => unknown)(optionsFor()),
    refuse,
  );
  if (typeof made !== 'function') return refuse(`: createSees returned ${nameOf(made)} and no function.`);
  if (made.length === 1) return { kind: 'handler', handler: guarded(made as Handler, redact) };
  if (made.length === 2 || made.length === 3) return listening(made as RequestListener);
  return refuse(`: createSees returned a function with ${String(made.length)} parameters.`);

  function optionsFor(): SeesModuleOptions {
    const { sees, expressplay, readings } = configuration;
    return {
      tokenUrl: urls.token,
      recordUrl: urls.record,
      customerAuthenticator: expressplay.customerAuthenticator ?? '',
      contents: sees.contents,
      registrationContentID: sees.registration.contentID,
      deviceIdParameter: readings['names.deviceId'][0] ?? 'deviceid',
      multiDevice: readings.multiDevice,
      record: recordFormatOf(configuration),
      clock: { now: () => clock.now() },
    };
  }

  async function attempt(act: () => unknown, fail: (what: string) => never): Promise<unknown> {
    try {
      return await act();
    } catch (error) {
      return fail(`: createSees failed: ${redact(firstLine(error))}.`);
    }
  }
}

/** A named export, or one of what a CommonJS module exports as a whole. */
function exported(loaded: unknown, name: 'createSees' | 'usesClock'): unknown {
  const places = [loaded, memberOf(loaded, 'default')];
  return places.map((place) => memberOf(place, name)).find((value) => value !== undefined);
}

function memberOf(place: unknown, name: string): unknown {
  const holds = (typeof place === 'object' && place !== null) || typeof place === 'function';
  return holds ? (place as Readonly<Record<string, unknown>>)[name] : undefined;
}

/** Whatever the module's handler does, an answer comes of it: what is none becomes a 500, and is told. */
function guarded(handler: Handler, redact: (text: string) => string): Handler {
  return async (request) => {
    try {
      return answerOf(await handler(copyOf(request)));
    } catch (error) {
      process.emitWarning(`The handler of sees.module failed: ${redact(firstLine(error))}`);
      return { status: 500, headers: {}, body: Buffer.alloc(0) };
    }
  };
}

/** Its own: what it changes in it is not changed in the journal. */
function copyOf({ method, url, headers, body }: HttpRequest): HttpRequest {
  return { method, url, headers: { ...headers }, body: Buffer.from(body) };
}

/** @throws {TypeError} when it is no answer */
function answerOf(made: unknown): HttpResponse {
  const status = memberOf(made, 'status');
  const headers = memberOf(made, 'headers') ?? {};
  const body = memberOf(made, 'body') ?? '';
  const isBody = typeof body === 'string' || body instanceof Uint8Array;
  if (typeof status !== 'number' || typeof headers !== 'object' || !isBody) {
    throw new TypeError('an answer has to be { status: number, headers: object, body: text or bytes }');
  }
  const named = Object.entries(headers).map(([name, value]) => [name.toLowerCase(), String(value)] as const);
  return { status, headers: Object.fromEntries(named), body: Buffer.from(body) };
}

/** A listener of node's http has to have a server; nock leaves loopback alone. */
function listening(listener: RequestListener): Promise<SeesOfModule> {
  const server = createServer(listener);
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const { port } = server.address() as AddressInfo;
      const close = (): Promise<void> =>
        new Promise((closed) => {
          server.close(() => {
            closed();
          });
          server.closeAllConnections();
        });
      resolve({ kind: 'listener', origin: `http://127.0.0.1:${String(port)}`, close });
    });
  });
}

function nameOf(value: unknown): string {
  return value === null ? 'null' : `a value of type ${typeof value}`;
}

function firstLine(error: unknown): string {
  const text = error instanceof Error ? error.message : String(error);
  return (text.split('\n', 1)[0] ?? '').slice(0, 300).replace(/\.$/, '');
}
