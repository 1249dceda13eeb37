import { createHash, X509Certificate } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { createTestCredentials, inspectSpc, loadTestCredentials, SpcError } from '../../../fairplay';
import type { Filed, FiledSpc } from '../filed';
import { getIn, type KeyPath } from '../key-path';
import { problem, type Rule, type RuleContext } from '../rule';
import type { SettingProblem } from '../validate';

const FILES: readonly KeyPath[] = [
  ['waivers'],
  ['sign'],
  ...['ca', 'cert', 'key'].map((name) => ['sees', 'tls', name]),
  ...['untrusted', 'expired', 'premature'].flatMap((name) =>
    ['cert', 'key'].map((file) => ['sees', 'tls', name, file]),
  ),
  ['expressplay', 'tls', 'ca'],
  ...['cert', 'key', 'clientCa'].map((file) => ['expressplay', 'listen', 'tls', file]),
];

/** Everything that is named has to be there before the first request. */
export const fileProblems: Rule = (filed, context) => [
  ...FILES.flatMap((path) => {
    const file = getIn(filed, path);
    const bytes = typeof file === 'string' ? read(file, path, context) : undefined;
    return Array.isArray(bytes) ? bytes : [];
  }),
  ...moduleProblems(filed, context),
  ...credentialProblems(filed, context),
  ...filed.devices.flatMap(({ spc }, index) => spcProblems(spc, ['devices', index, 'spc'], filed, context)),
];

/** The bytes, or why there are none. */
function read(file: string, path: KeyPath, context: RuleContext): Buffer | SettingProblem[] {
  try {
    return readFileSync(context.resolve(file));
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code ?? 'unknown reason';
    const name = context.isHidden(path) ? 'the file' : file;
    const what = code === 'ENOENT' ? `${name} is not there.` : `${name} cannot be read (${code}).`;
    return [
      problem(path, what, 'a file that can be read; relative paths start at the folder of the configuration file'),
    ];
  }
}

function moduleProblems({ sees }: Filed, context: RuleContext): SettingProblem[] {
  if (sees.module === undefined) return [];
  try {
    require.resolve(context.resolve(sees.module));
    return [];
  } catch {
    return [problem(['sees', 'module'], 'there is no such module.', 'a CommonJS or ESM module, e.g. ./my-sees.js')];
  }
}

function credentialProblems({ expressplay }: Filed, context: RuleContext): SettingProblem[] {
  const { credentials } = expressplay;
  if (credentials === undefined) return [];
  const path = ['expressplay', 'credentials'];
  const certificate = read(credentials.certificate, [...path, 'certificate'], context);
  const privateKey =
    credentials.privateKey === undefined ? undefined : read(credentials.privateKey, [...path, 'privateKey'], context);
  if (Array.isArray(certificate) || Array.isArray(privateKey)) {
    return [certificate, privateKey].flatMap((result) => (Array.isArray(result) ? result : []));
  }
  try {
    createTestCredentials({
      certificate,
      ask: Buffer.from(credentials.ask, 'hex'),
      ...(privateKey === undefined ? {} : { privateKey }),
    });
    return [];
  } catch (error) {
    const form = 'a test certificate with RSA 1024 (DER or PEM), its private key (PEM), and ask';
    return [problem(path, `${error instanceof Error ? error.message : 'not usable'}.`, form)];
  }
}

const SPC = 'the bytes of one SPC as the device made them';

/** What else than an SPC people happen to send. */
const FORMS: Readonly<Record<string, string>> = {
  'not-an-spc-der-certificate': `${SPC}; this is a certificate in DER`,
  'base64-text': `${SPC}, decoded (e.g. base64 -d); this is base64 text`,
};

function spcProblems(spc: FiledSpc, path: KeyPath, filed: Filed, context: RuleContext): SettingProblem[] {
  if (spc.source === 'synthetic') return [];
  const expected = certificateHash(spc, [...path, 'certificate'], context);
  const problems = Array.isArray(expected) ? expected : [];
  const hash = Array.isArray(expected) ? undefined : expected;
  for (const [step, files = []] of Object.entries(spc.files ?? {})) {
    for (const [index, file] of files.entries()) {
      const place = [...path, 'files', step, index];
      const bytes = read(file, place, context);
      problems.push(...(Array.isArray(bytes) ? bytes : inspect(bytes, file, place, hash, filed)));
    }
  }
  return problems;
}

/** SHA-1 of the DER; undefined: nothing to compare with. */
function certificateHash(spc: FiledSpc, path: KeyPath, context: RuleContext): Buffer | SettingProblem[] | undefined {
  if (spc.certificate === undefined) return undefined;
  const bytes = read(spc.certificate, path, context);
  if (Array.isArray(bytes)) return bytes;
  try {
    return createHash('sha1').update(new X509Certificate(bytes).raw).digest();
  } catch {
    return [problem(path, 'this is no certificate.', 'an X.509 certificate in DER or PEM')];
  }
}

function inspect(
  bytes: Buffer,
  file: string,
  path: KeyPath,
  expected: Buffer | undefined,
  filed: Filed,
): SettingProblem[] {
  try {
    const { certificateHash: found, version } = inspectSpc(bytes);
    if (expected !== undefined && found !== undefined && !expected.equals(found))
      return [problem(path, `${file} was made with another certificate.`, 'captures made with spc.certificate')];
    const why = found === undefined ? `of version ${String(version)}` : unreadableHere(found, filed);
    if (why === undefined || !playsExpressPlay(filed)) return [];
    const what = `${file} is ${why}: in profile ${filed.profile} ExpressPlay is played here and could not read it.`;
    return [problem(path, what, 'source: synthetic, or profile expressplay or end-to-end')];
  } catch (error) {
    if (!(error instanceof SpcError)) throw error;
    return [problem(path, `${file}: ${error.message}.`, FORMS[error.defect] ?? SPC)];
  }
}

/** Where an operator shares credentials, those of the played ExpressPlay are not the embedded ones. */
function unreadableHere(found: Buffer, { expressplay }: Filed): string | undefined {
  if (expressplay.credentials !== undefined) return undefined;
  const own = createHash('sha1').update(loadTestCredentials().certificate).digest();
  return own.equals(found) ? undefined : 'not made with the test certificate';
}

function playsExpressPlay({ profile }: Filed): boolean {
  return profile === 'stub' || profile === 'sees';
}
