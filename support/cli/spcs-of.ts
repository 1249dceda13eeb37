import { createHash, X509Certificate } from 'node:crypto';
import { readFileSync, statSync } from 'node:fs';
import type { Clock, Redactor } from '../exchange';
import {
  CapturedSpcs,
  CommandedSpcs,
  SealedSpcs,
  SpcsByDevice,
  SyntheticSpcs,
  type Capture,
  type SpcSource,
} from '../session';
import { credentialsOf, type Configuration, type SpcConfiguration, type SpcStep } from '../target';

/** What scenarios call the devices of the configuration, in its order. */
export function deviceName(index: number): string {
  return `device ${String.fromCharCode(65 + index)}`;
}

/**
 * Where the SPCs of a run come from. Reads captures and certificates; runs nothing yet.
 * @param clock tells the age of captures
 */
export function spcsOf(configuration: Configuration, clock: Clock, redactor: Redactor): SpcSource {
  const synthetic = new SyntheticSpcs(credentialsOf(configuration));
  return byDevice(configuration, synthetic, (spc, index) => {
    if (spc.source === 'file') {
      const { maxAgeSeconds, reuse } = spc;
      return new CapturedSpcs(capturesOf(spc.files), { maxAgeSeconds, reuse, clock });
    }
    const { command, shell, output, timeoutMs, reuse } = spc;
    return new CommandedSpcs({
      name: configuration.devices[index]?.name ?? deviceName(index),
      key: `devices[${String(index)}].spc.command`,
      command,
      shell,
      output,
      timeoutMs,
      reuse,
      folder: configuration.folder,
      certificateHash: certificateHash(spc.certificate, configuration),
      redact: (text) => redactor.text(text),
    });
  });
}

/** The same for a rehearsal: no program is run, no capture is used up. */
export function rehearsedSpcsOf(configuration: Configuration): SpcSource {
  const sealed = new SealedSpcs();
  return byDevice(configuration, new SyntheticSpcs(credentialsOf(configuration)), () => sealed);
}

/** Without anything from outside there are as many devices as scenarios think of. */
function byDevice(
  { devices }: Configuration,
  synthetic: SyntheticSpcs,
  outside: (spc: Exclude<SpcConfiguration, { source: 'synthetic' }>, index: number) => SpcSource,
): SpcSource {
  if (devices.every(({ spc }) => spc.source === 'synthetic')) return synthetic;
  return new SpcsByDevice(
    new Map(
      devices.map(({ spc }, index) => [
        deviceName(index),
        spc.source === 'synthetic' ? synthetic : outside(spc, index),
      ]),
    ),
  );
}

function capturesOf(files: Readonly<Record<SpcStep, readonly string[]>>): Map<SpcStep, readonly Capture[]> {
  const read = (file: string): Capture => ({ bytes: readFileSync(file), atMs: statSync(file).mtimeMs });
  return new Map(Object.entries(files).map(([step, some]) => [step as SpcStep, some.map(read)]));
}

/** SHA-1 of the certificate that was named, or of the one whose key our own ExpressPlay has. */
function certificateHash(file: string | undefined, configuration: Configuration): Buffer | undefined {
  const sha1 = (der: Buffer): Buffer => createHash('sha1').update(der).digest();
  if (file !== undefined) return sha1(new X509Certificate(readFileSync(file)).raw);
  const played = configuration.profile === 'stub' || configuration.profile === 'sees';
  return played ? sha1(credentialsOf(configuration).certificate) : undefined;
}
