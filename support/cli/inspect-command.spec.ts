import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { Device, loadTestCredentials } from '../fairplay';
import { inspectCommand } from './inspect-command';
import { UsageError } from './usage-error';

const credentials = loadTestCredentials();
const spc = new Device({ name: 'A', hu: Buffer.alloc(20, 1) }).createSpc({ contentID: 'title', credentials }).bytes;

describe('spc inspect', () => {
  let folder: string;
  before(() => {
    folder = mkdtempSync(join(tmpdir(), 'inspect-'));
  });
  after(() => {
    rmSync(folder, { recursive: true });
  });

  for (const [what, content, why] of [
    ['a certificate', credentials.certificate, /\(not-an-spc-der-certificate\)/],
    ['nothing', '', /\(empty\)/],
    ['half an SPC', spc.subarray(0, 700), /\(truncated\)/],
    ['half of it in base64', spc.toString('base64').slice(0, 500), /\(truncated\)/],
    ['broken base64', `${spc.toString('base64').slice(0, 500)}%`, /\(not-base64\)/],
    ['JSON', '{"spc":"AAAAAQ"}', /\(json-text\)/],
    ['a text', 'hello', /\(version\)/],
    ['far too much', Buffer.alloc(2 * 1024 * 1024), /more than 1048576 bytes are no SPC/],
  ] as const) {
    it(`takes ${what} for no SPC, with the place and the right form`, async () => {
      const file = join(folder, 'a.spc');
      writeFileSync(file, content);
      await assert.rejects(inspectCommand(file), (error) => {
        assert.ok(error instanceof UsageError);
        assert.ok(error.message.startsWith(`${file}: `));
        assert.match(error.message, why);
        assert.match(error.message, /Right: one SPC, as raw bytes or as base64$/);
        return true;
      });
    });
  }

  it('says why a file cannot be read', async () => {
    for (const [path, why] of [
      [join(folder, 'none'), 'ENOENT'],
      [folder, 'EISDIR'],
    ] as const) {
      await assert.rejects(inspectCommand(path), {
        name: 'UsageError',
        message: new RegExp(`: cannot be read \\(${why}\\)`),
      });
    }
  });
});
