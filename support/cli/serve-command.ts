import { createWriteStream, constants, mkdirSync, mkdtempSync, openSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import type { Writable } from 'node:stream';
import { RealClock } from '../exchange';
import type { CertificatePair } from '../hosting';
import { loadConfiguration, redactorOf, type Configuration } from '../target';
import { mustBeFolder } from '../report';
import { Deployment, publicHostOf } from './deployment';
import { guardWith } from './guard';
import { givenCertificate } from './serving/given-certificate';
import { RequestLog } from './serving/request-log';
import { servedViolation } from './serving/served-violation';
import { UsageError } from './usage-error';

export interface ServeOptions {
  readonly out?: string;
  readonly host: string;
  readonly publicHost?: string;
  readonly port: string;
  readonly expressplayPort: string;
  readonly config?: string;
  readonly contents?: string;
  readonly tls: string;
  readonly cert?: string;
  readonly key?: string;
  readonly violation?: string;
  readonly log?: string;
  readonly quiet?: boolean;
}

const PARTS: readonly string[] = ['sees', 'expressplay', 'all'];
const TLS_MODES: readonly string[] = ['mutual', 'server', 'none'];
/** What is under way when the end is asked for has that long. */
const GRACE_MS = 5000;

/** `sees-conformance serve`: until SIGINT or SIGTERM. */
export async function serveCommand(what: string, options: ServeOptions): Promise<number> {
  if (!PARTS.includes(what)) throw new UsageError(`serve ${what}: there is no such part. Right: ${PARTS.join(', ')}`);
  if (!TLS_MODES.includes(options.tls)) {
    throw new UsageError(`--tls ${options.tls}: there is no such mode. Right: ${TLS_MODES.join(', ')}`);
  }
  const port = portOf('--port', options.port);
  const expressplayPort = portOf('--expressplay-port', options.expressplayPort);
  if (expressplayPort !== 0 && what !== 'all') {
    throw new UsageError(`--expressplay-port ${options.expressplayPort}: serve ${what} has one port. Right: --port`);
  }
  const violation = options.violation === undefined ? undefined : servedViolation(options.violation, what, options.tls);
  const publicHost = options.publicHost ?? publicHostOf(options.host);
  const certificate = certificateOf(options, publicHost);
  const configuration = settings(options);
  const folder = resolve(options.out ?? mkdtempSync(join(tmpdir(), 'sees-conformance-serve-')));
  mustBeFolder(folder);
  // What is made here is for its owner alone, as the keys in it are.
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const deployment = await Deployment.open({
    what: what as 'sees' | 'expressplay' | 'all',
    configuration,
    folder,
    host: options.host,
    publicHost,
    port,
    expressplayPort,
    certificate,
    tls: options.tls as 'mutual' | 'server' | 'none',
    log: logOf(options, configuration, certificate),
    ...(violation === undefined ? {} : { violation }),
  });
  const ended = signalled();
  for (const line of deployment.lines) process.stdout.write(`${line}\n`);
  process.stdout.write('READY\n');
  const signal = await ended;
  process.stderr.write(`${signal}: finishing what is under way\n`);
  await deployment.close(GRACE_MS);
  return 0;
}

function portOf(option: string, text: string): number {
  const port = Number(text);
  if (/^\d+$/.test(text) && port <= 65535) return port;
  throw new UsageError(`${option} ${text}: this is no port. Right: 0 to 65535`);
}

function certificateOf({ cert, key }: ServeOptions, publicHost: string): CertificatePair | undefined {
  if (cert === undefined && key === undefined) return undefined;
  if (cert === undefined || key === undefined) {
    throw new UsageError(`${cert === undefined ? '--key' : '--cert'} needs the other. Right: --cert FILE --key FILE`);
  }
  return givenCertificate(cert, key, publicHost, new RealClock().now());
}

/** Titles, authenticator and the rest: from the file, or the embedded catalog under a fresh seed. */
function settings({ config, contents }: ServeOptions): Configuration {
  const titles = contents === undefined ? {} : { contents: resolve(contents) };
  if (config !== undefined) {
    const configuration = loadConfiguration({ file: config, env: process.env, cwd: process.cwd(), ...titles });
    guardWith(redactorOf(configuration));
    return configuration;
  }
  // Nothing of a configuration that happens to lie in the working directory.
  const nowhere = mkdtempSync(join(tmpdir(), 'sees-conformance-serve-'));
  return loadConfiguration({ env: variablesAlone(titles), cwd: nowhere, ...titles });
}

/** Titles may refer to variables; settings from the environment are for runs. */
function variablesAlone(titles: { readonly contents?: string }): NodeJS.ProcessEnv {
  if (titles.contents === undefined) return {};
  return Object.fromEntries(Object.entries(process.env).filter(([name]) => !name.startsWith('SEES_CONFORMANCE_')));
}

function logOf(
  { quiet, log }: ServeOptions,
  configuration: Configuration,
  certificate: CertificatePair | undefined,
): RequestLog {
  const redactor = redactorOf(configuration);
  if (certificate !== undefined) redactor.learn('privateKey', certificate.key);
  const to = log === undefined ? (quiet === true ? undefined : process.stdout) : logFile(log);
  return new RequestLog(to, new RealClock(), redactor);
}

/** Readable by its owner alone, and never through a symbolic link. */
function logFile(path: string): Writable {
  try {
    // Windows has no O_NOFOLLOW.
    const noFollow = (constants as { O_NOFOLLOW?: number }).O_NOFOLLOW ?? 0;
    const fd = openSync(path, constants.O_WRONLY | constants.O_CREAT | constants.O_APPEND | noFollow, 0o600);
    return createWriteStream(path, { fd });
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code ?? 'unwritable';
    throw new UsageError(`--log ${path}: cannot be written (${code}). Right: a file in a folder that is there`);
  }
}

/** The first signal asks for the end; the second one does not wait for it. */
function signalled(): Promise<NodeJS.Signals> {
  return new Promise((ended) => {
    let asked = false;
    const onSignal = (signal: NodeJS.Signals): void => {
      if (asked) process.exit(0);
      asked = true;
      ended(signal);
    };
    process.on('SIGINT', onSignal);
    process.on('SIGTERM', onSignal);
  });
}
