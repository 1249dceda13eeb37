import { json, text } from '../answers';
import type { HandlerDeps } from '../deps';
import type { Handler, HttpRequest, HttpResponse } from '../../exchange';
import { pathOf } from '../parameters';
import { Entitlement } from './entitlement';
import { ExpressPlayClient } from './expressplay-client';
import type { Refusal } from './refusal';
import { readRequest } from './request-reader';
import type { SeesOptions } from './sees-options';
import { DEFAULT_SEES_RULES, type SeesRules, type SeesSecrets } from './sees-rules';

/** The version SEES speaks; an answer never bears a higher one than its request (SEES-RES-02, SEES-REQ-10). */
const VERSION = 1;

/**
 * The reference entitlement server (SEES-API) as a pure handler.
 * @throws {Error} at creation when the registration title is not among the contents
 */
export function createSees(options: SeesOptions, deps: HandlerDeps, rules: SeesRules = DEFAULT_SEES_RULES): Handler {
  const entitlement = new Entitlement(options, rules, new ExpressPlayClient(options, deps.call, rules), deps.clock);

  const refusal = (status: number, messageID: string, { error, errorText }: Refusal, version = VERSION): HttpResponse =>
    json(status, {
      messageID: rules.responseMessageID(messageID),
      version: Math.min(VERSION, version),
      isAllowed: false,
      ...EMPTY_URL[options.refusal?.epTokenURL ?? 'empty'],
      error,
      errorText,
    });

  const contents = new Map(options.contents.map((content) => [content.contentID, content]));
  const { customerAuthenticator } = options;

  const answer = async (body: Buffer): Promise<HttpResponse> => {
    let secrets: SeesSecrets = { customerAuthenticator, content: undefined, deviceId: undefined };
    const told = (response: HttpResponse): HttpResponse => rules.told(response, secrets);
    const read = readRequest(body);
    const refused = options.refusal?.status ?? 200;
    if (read.kind === 'malformed') {
      const { status, messageID } = read;
      return told(messageID === undefined ? json(status, read.refusal) : refusal(status, messageID, read.refusal));
    }
    if (read.kind === 'refused') return told(refusal(refused, read.messageID, read.refusal, read.version));
    const { messageID, contentID } = read.question;
    secrets = { ...secrets, content: contents.get(contentID) };
    const decision = await entitlement.decide(read.question, (deviceId) => (secrets = { ...secrets, deviceId }));
    if (decision.kind === 'fault') return told(refusal(refused, messageID, decision.refusal));
    return told(
      json(200, {
        messageID: rules.responseMessageID(messageID),
        version: VERSION,
        isAllowed: true,
        epTokenURL: decision.value,
      }),
    );
  };

  return async (request) => {
    const page = noEndpoint(request, options.path);
    if (page === undefined) return answer(request.body);
    return rules.told(page, { customerAuthenticator, content: undefined, deviceId: undefined });
  };
}

const EMPTY_URL = { empty: { epTokenURL: '' }, null: { epTokenURL: null }, absent: {} } as const;

/** The answer to whatever is not a POST to the endpoint; it never holds a decision. */
function noEndpoint({ method, url }: HttpRequest, path: string | undefined): HttpResponse | undefined {
  if (path !== undefined && pathOf(url) !== path) return json(404, { errorText: 'Not found.' });
  if (method === 'GET')
    return text(200, 'text/plain; charset=utf-8', 'SEES is operational. Entitlement requests are POSTed.\n');
  if (method !== 'POST') return json(405, { errorText: 'Entitlement requests are POSTed.' }, { allow: 'POST' });
  return undefined;
}
