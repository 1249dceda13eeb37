import { randomBytes } from 'node:crypto';
import { createTransport, RealClock, type Call, type Handler } from '../support/exchange';
import { listen, type ListenerTls } from '../support/hosting';
import { readUriList, RECORD_PATH, TOKEN_PATH, tokenOf, type Content } from '../support/protocol';
import { createSees } from '../support/reference';

export interface RecordingSeesOptions {
  readonly contents: readonly Content[];
  readonly registrationContentID: string;
  readonly customerAuthenticator: string;
  /** Origin of the ExpressPlay that it calls. */
  readonly expressplay: string;
  /** Happens before each request is looked at. */
  readonly before?: () => Promise<void>;
  /** Default: plain http. */
  readonly tls?: ListenerTls;
}

/** A SEES on a real port, in this process, that remembers every token that passed it: what a run must never write down. */
export class RecordingSees {
  readonly tokens = new Set<string>();

  private constructor(
    readonly url: string,
    readonly close: () => Promise<void>,
  ) {}

  static async open(options: RecordingSeesOptions): Promise<RecordingSees> {
    const transport = createTransport();
    const call: Call = async (request, callOptions) => {
      const response = await transport(request, callOptions);
      for (const url of readUriList(response.body.toString('utf8')).lines.urls) {
        const token = tokenOf(url);
        if (token !== undefined) sees.tokens.add(token);
      }
      return response;
    };
    const handler = createSees(
      {
        contents: options.contents,
        registrationContentID: options.registrationContentID,
        customerAuthenticator: options.customerAuthenticator,
        tokenUrl: options.expressplay + TOKEN_PATH,
        recordUrl: options.expressplay + RECORD_PATH,
      },
      { clock: new RealClock(), random: randomBytes, call },
    );
    const { tls, before } = options;
    const handled: Handler = async (request) => {
      await before?.();
      return handler(request);
    };
    const hosted = await listen(handled, { host: '127.0.0.1', port: 0, ...(tls === undefined ? {} : { tls }) });
    const sees = new RecordingSees(`${hosted.origin}/entitlement`, async () => {
      await hosted.close();
      transport.close();
    });
    return sees;
  }
}
