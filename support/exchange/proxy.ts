import http from 'node:http';
import https from 'node:https';

/** An HTTP proxy, as a URL names it. */
export class ProxyServer {
  /** Scheme, host and port: safe to show. */
  readonly shown: string;
  /** What it is told with every request to it. */
  readonly headers: Readonly<Record<string, string>>;
  readonly secure: boolean;
  readonly hostname: string;
  readonly port: number;

  /**
   * @param url absolute http or https URL; user and password in it travel as basic authentication
   * @throws {TypeError} when it is none; the message holds nothing of it
   */
  constructor(url: string) {
    if (!/^https?:\/\//i.test(url) || !URL.canParse(url)) throw new TypeError('The proxy is no http or https URL');
    const { protocol, hostname, port, host, username, password } = new URL(url);
    this.secure = protocol === 'https:';
    this.shown = `${protocol}//${host}`;
    this.hostname = hostname.replace(/^\[|\]$/g, '');
    this.port = port === '' ? (this.secure ? 443 : 80) : Number(port);
    const credentials = proxyCredentials({ username, password });
    this.headers = credentials === undefined ? {} : { 'proxy-authorization': `Basic ${credentials.basic}` };
  }

  /** Asks the proxy itself, by its own protocol. */
  request(options: http.RequestOptions, onResponse?: (response: http.IncomingMessage) => void): http.ClientRequest {
    const { request } = this.secure ? https : http;
    const { hostname, port } = this;
    const protocol = this.secure ? 'https:' : 'http:';
    // The usual default, which NODE_TLS_REJECT_UNAUTHORIZED could change.
    const strict = this.secure ? { rejectUnauthorized: true } : {};
    return request({ ...options, ...strict, protocol, hostname, host: hostname, port }, onResponse);
  }
}

/** User and password of a proxy URL as they travel; undefined: it has none. */
export function proxyCredentials({
  username,
  password,
}: Pick<URL, 'username' | 'password'>): { readonly password: string; readonly basic: string } | undefined {
  if (username === '' && password === '') return undefined;
  const [user, word] = [plain(username), plain(password)];
  return { password: word, basic: Buffer.from(`${user}:${word}`, 'utf8').toString('base64') };
}

/** A `%` that encodes nothing stands for itself. */
function plain(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

/** The proxy, and not who is behind it, is why there is no answer. The message is safe to show. */
export class ProxyError extends Error {
  override readonly name = 'ProxyError';
  readonly code = 'ERR_PROXY';
}

/** What a proxy says by a status, and what helps. */
export function proxyRefusal({ shown, headers }: ProxyServer, status: number, to: string): ProxyError {
  const word = http.STATUS_CODES[status] ?? 'no status that is known';
  const known = 'proxy-authorization' in headers;
  const advice =
    status !== 407
      ? ''
      : known
        ? '; it does not take the user and the password of its URL'
        : '; it wants user and password: http://USER:PASSWORD@HOST:PORT';
  return new ProxyError(`${shown} answers ${String(status)} (${word}) to ${to}${advice}`);
}

/** The proxy is not there, or speaks something else. */
export function unreachable({ shown }: ProxyServer, error: Error): ProxyError {
  return new ProxyError(`${shown} cannot be used (${codeOf(error) ?? error.message})`);
}

/** Several attempts of one connect, and libraries, wrap what happened. */
function codeOf(error: unknown, depth = 0): string | undefined {
  if (!(error instanceof Error) || depth > 3) return undefined;
  const inner: unknown = error instanceof AggregateError ? error.errors[0] : error.cause;
  return 'code' in error && typeof error.code === 'string' ? error.code : codeOf(inner, depth + 1);
}
