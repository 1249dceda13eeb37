import { mkdirSync, mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { Redactor } from '../exchange';
import { loadConfiguration, secretsOf, type Configuration } from '../target';
import { mustBeFolder } from '../report';
import { findViolation, VIOLATIONS } from '../violations';
import { Deployment } from './deployment';
import { guardWith } from './guard';
import { UsageError } from './usage-error';

export interface ServeOptions {
  readonly out?: string;
  readonly host: string;
  readonly port: string;
  readonly config?: string;
  readonly tls: string;
  readonly violation?: string;
}

const PARTS: readonly string[] = ['sees', 'expressplay', 'all'];
const TLS_MODES: readonly string[] = ['mutual', 'server', 'none'];

/** `sees-conformance serve`: until SIGINT or SIGTERM. */
export async function serveCommand(what: string, options: ServeOptions): Promise<number> {
  if (!PARTS.includes(what)) throw new UsageError(`serve ${what}: there is no such part. Right: ${PARTS.join(', ')}`);
  if (!TLS_MODES.includes(options.tls)) {
    throw new UsageError(`--tls ${options.tls}: there is no such mode. Right: ${TLS_MODES.join(', ')}`);
  }
  const port = Number(options.port);
  if (!Number.isInteger(port) || port < 0 || port > 65535)
    throw new UsageError(`--port ${options.port}: Right: 0 to 65535`);
  const violation = options.violation === undefined ? undefined : findViolation(options.violation);
  if (options.violation !== undefined && violation === undefined) {
    throw new UsageError(
      `--violation ${options.violation}: there is none of this name. Right: ${VIOLATIONS.map(({ id }) => id).join(', ')}`,
    );
  }
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
    port,
    tls: options.tls as 'mutual' | 'server' | 'none',
    ...(violation === undefined ? {} : { violation }),
  });
  try {
    // Whoever reads READY may end it at once.
    const ended = signalled();
    for (const line of deployment.lines) process.stdout.write(`${line}\n`);
    process.stdout.write('READY\n');
    await ended;
    return 0;
  } finally {
    await deployment.close();
  }
}

/** Titles, authenticator and the rest: from the file, or the embedded catalog under a fresh seed. */
function settings(options: ServeOptions): Configuration {
  if (options.config !== undefined) {
    const configuration = loadConfiguration({ file: options.config, env: process.env, cwd: process.cwd() });
    const redactor = new Redactor();
    for (const { kind, value } of secretsOf(configuration)) redactor.learn(kind, value);
    guardWith(redactor);
    return configuration;
  }
  // Nothing of a configuration that happens to lie in the working directory.
  const nowhere = mkdtempSync(join(tmpdir(), 'sees-conformance-serve-'));
  return loadConfiguration({ env: {}, cwd: nowhere });
}

function signalled(): Promise<void> {
  return new Promise((ended) => {
    process.once('SIGINT', () => {
      ended();
    });
    process.once('SIGTERM', () => {
      ended();
    });
  });
}
