import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { after, before } from 'node:test';
import type { Configuration } from '../configuration';
import { ConfigurationError } from '../configuration-error';
import { loadConfiguration, type LoadConfiguration } from '../load';

/** A folder of its own for the suite around the call; gone afterwards. */
export function useFolder(): Folder {
  const folder = new Folder();
  before(() => folder.make());
  after(() => folder.remove());
  return folder;
}

export class Folder {
  path = '';

  make(): void {
    this.path = mkdtempSync(join(tmpdir(), 'configuration-'));
  }

  remove(): void {
    rmSync(this.path, { recursive: true });
  }

  write(name: string, content: string | Buffer): string {
    // Before it is made it would be the working directory.
    assert.notEqual(this.path, '', 'there is no folder outside of a test');
    const file = join(this.path, name);
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, content);
    return file;
  }

  /** Loads this text as `c.yaml`; the environment is empty unless given. */
  load(text: string, more: Partial<LoadConfiguration> = {}): Configuration {
    this.write('c.yaml', text);
    return loadConfiguration({ file: 'c.yaml', env: {}, cwd: this.path, ...more });
  }

  /** The problems of this text, each in one line. */
  problems(text: string, more: Partial<LoadConfiguration> = {}): string[] {
    return problemsOf(() => this.load(text, more));
  }
}

export function problemsOf(load: () => unknown): string[] {
  try {
    load();
  } catch (error) {
    if (error instanceof ConfigurationError) return error.message.split('\n');
    throw error;
  }
  return [];
}

/** Complete profile `sees`, to be varied. */
export const SEES = `profile: sees
sees:
  url: https://sees.example/entitle
  contents:
    - contentID: 11111111-1111-4111-8111-111111111111
      contentKey: 00112233445566778899AABBCCDDEEFF
      iv: 0f0e0d0c0b0a09080706050403020100
    - contentID: 22222222-2222-4222-8222-222222222222
      contentKey: 102132435465768798a9babacbdcedfe
      iv: 1f1e1d1c1b1a19181716151413121110
      expirationTime: "+600"
expressplay:
  customerAuthenticator: 4711,0123456789abcdef0123456789abcdef
`;

/** Complete profile `expressplay`, to be varied. */
export const EXPRESSPLAY = `profile: expressplay
expressplay:
  tokenUrl: https://fp-gen.example/hms/fp/token
  recordUrl: https://api.example/cmiapi/getrecord/
  customerAuthenticator: 4711,0123456789abcdef0123456789abcdef
`;
