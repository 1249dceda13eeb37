import { randomBytes } from 'node:crypto';
import type { ServerResponse } from 'node:http';
import { join } from 'node:path';
import { readFileSync } from 'node:fs';
import { ROOT } from './command';
import { AUTHENTICATOR, TIMEOUT_MS, TITLES } from './hostile-run';
import { HostileServer, type SeenRequest } from './hostile-server';
import { RealClock, type HttpResponse } from '../support/exchange';
import { loadTestCredentials } from '../support/fairplay';
import { RECORD_PATH, RIGHTS_PATH, TOKEN_PATH } from '../support/protocol';
import { createExpressPlay, type ExpressPlayService } from '../support/reference';

/** Answers in place of the service; `honest` is what the service would have said. */
export type Misanswer = (response: ServerResponse, honest: () => Promise<HttpResponse>) => void;

export interface Misanswers {
  readonly token?: Misanswer;
  readonly record?: Misanswer;
  readonly license?: Misanswer;
}

/** A sound ExpressPlay but for the services that misbehave. */
export async function hostileExpressPlay(misanswers: Misanswers): Promise<HostileServer> {
  const late: { service?: ExpressPlayService } = {};
  const server = await HostileServer.http((request, response) => {
    const { service } = late;
    if (service === undefined) throw new Error('called before it was there');
    const honest = (): Promise<HttpResponse> => service.handle(plain(request, server.origin));
    const misanswer = misanswerTo(request.url, misanswers);
    if (misanswer === undefined) void honest().then((answer) => send(response, answer));
    else misanswer(response, honest);
  });
  late.service = createExpressPlay(
    {
      accounts: [{ customerAuthenticator: AUTHENTICATOR, keyStore: {} }],
      licenseUrl: `${server.origin}${RIGHTS_PATH}`,
      credentials: loadTestCredentials(),
    },
    { clock: new RealClock(), random: randomBytes },
  );
  return server;
}

export function send(response: ServerResponse, { status, headers, body }: HttpResponse): void {
  response.writeHead(status, { ...headers }).end(body);
}

/** A configuration of profile expressplay that points at it. */
export function expressPlayConfiguration(
  origin: string,
  more: Readonly<Record<string, unknown>> = {},
): Record<string, unknown> {
  return {
    profile: 'expressplay',
    html: false,
    sees: { registration: { contentID: 'dummy' }, contents: TITLES },
    expressplay: {
      tokenUrl: `${origin}${TOKEN_PATH}`,
      recordUrl: `${origin}${RECORD_PATH}`,
      customerAuthenticator: AUTHENTICATOR,
    },
    timeouts: {
      // SEES makes two calls before it answers.
      entitlementMs: 3 * TIMEOUT_MS,
      tokenMs: TIMEOUT_MS,
      recordMs: TIMEOUT_MS,
      licenseMs: TIMEOUT_MS,
    },
    ...more,
  };
}

/** What an operator shares with an emulator, so that its refusals of synthetic SPCs mean something. */
export function sharedCredentials(): Record<string, string> {
  const fixtures = join(ROOT, 'support', 'fairplay', 'fixtures');
  return {
    certificate: join(fixtures, 'test-certificate.der'),
    privateKey: join(fixtures, 'test-private-key.pem'),
    ask: readFileSync(join(fixtures, 'test-ask.hex'), 'utf8').trim(),
  };
}

function misanswerTo(url: string, { token, record, license }: Misanswers): Misanswer | undefined {
  if (url.startsWith(TOKEN_PATH)) return token;
  if (url.startsWith(RECORD_PATH)) return record;
  return url.startsWith(RIGHTS_PATH) ? license : undefined;
}

function plain(
  { method, url, headers, body }: SeenRequest,
  origin: string,
): Parameters<ExpressPlayService['handle']>[0] {
  const texts = Object.entries(headers).flatMap(([name, value]) => (typeof value === 'string' ? [[name, value]] : []));
  return { method, url: origin + url, headers: Object.fromEntries(texts) as Record<string, string>, body };
}
