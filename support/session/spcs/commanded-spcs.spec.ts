import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { existsSync, mkdtempSync, readFileSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { Device, loadTestCredentials } from '../../fairplay';
import { BlockedError, NotObservableError } from '../blocked';
import { CommandedSpcs, type CommandedDevice } from './commanded-spcs';
import { SealedSpcs } from './sealed-spcs';
import { order, player } from './testing/orders';

const credentials = loadTestCredentials();
const A = player('device A');
const certificateHash = createHash('sha1').update(credentials.certificate).digest();

describe('CommandedSpcs', () => {
  let folder: string;
  before(() => {
    folder = realpathSync(mkdtempSync(join(tmpdir(), 'commanded-')));
    for (const name of ['one', 'two', 'three']) writeFileSync(join(folder, `${name}.spc`), spc(name));
  });
  after(() => {
    rmSync(folder, { recursive: true });
  });

  const spc = (name: string): Buffer =>
    new Device({ name, hu: Buffer.alloc(20, name) }).createSpc({ contentID: 'title', credentials }).bytes;

  const source = (script: string, more: Partial<CommandedDevice> = {}, ...args: string[]): CommandedSpcs =>
    new CommandedSpcs({
      name: 'phone A',
      key: 'devices[0].spc.command',
      command: [process.execPath, '-e', script, ...args],
      shell: false,
      output: 'raw',
      timeoutMs: 20_000,
      reuse: true,
      folder,
      certificateHash,
      redact: (text) => text.replaceAll('geheimnis', '<token #1>'),
      ...more,
    });

  const PRINT = `process.stdout.write(require('fs').readFileSync('one.spc'))`;

  const blocked = async (spcs: CommandedSpcs, why: RegExp, signal?: AbortSignal): Promise<void> => {
    await assert.rejects(spcs.make(A, order(), signal), (error) => {
      assert.ok(error instanceof BlockedError, String(error));
      assert.match(error.message, why);
      assert.match(error.message, /^devices\[0\]\.spc\.command: .* phone A \(step bound\)/);
      assert.doesNotMatch(error.message, /geheimnis/);
      return true;
    });
  };

  it('take what the program prints, in the folder of the configuration', async () => {
    const { bytes, open } = await source(PRINT).make(A, order());
    assert.deepEqual(bytes, readFileSync(join(folder, 'one.spc')));
    assert.equal(open, undefined);
  });

  it('take base64 where it is said so, and say so where it is not', async () => {
    const script = `process.stdout.write(require('fs').readFileSync('one.spc').toString('base64').replace(/.{76}/g, '$&\\n') + '\\n')`;
    const { bytes } = await source(script, { output: 'base64' }).make(A, order());
    assert.deepEqual(bytes, readFileSync(join(folder, 'one.spc')));
    await blocked(source(script), /printed no SPC: .*base64-text.*output: base64/);
    await blocked(source(PRINT, { output: 'base64' }), /printed no SPC: .*not-base64/);
  });

  it('tell the program device, title and step by its arguments and by its environment', async () => {
    const script = `const { SPC_DEVICE, SPC_CONTENT_ID, SPC_STEP } = process.env;
      require('fs').writeFileSync('told.json', JSON.stringify([process.argv.slice(1), SPC_DEVICE, SPC_CONTENT_ID, SPC_STEP]));
      ${PRINT}`;
    const spcs = source(script, {}, '--', '--for={device}', '{contentID}/{step}', '{other}', 'a b;$HOME');
    await spcs.make(A, order({ contentID: '{step}$(x)', requestType: 2 }));
    const told: unknown = JSON.parse(readFileSync(join(folder, 'told.json'), 'utf8'));
    const args = ['--for=phone A', '{step}$(x)/bootstrap', '{other}', 'a b;$HOME'];
    assert.deepEqual(told, [args, 'phone A', '{step}$(x)', 'bootstrap']);
  });

  it('use the shell where they are told to', async () => {
    const command = [`cat "$(printf '%s' one).spc" && test "$SPC_STEP" = bound`];
    const { bytes } = await source('', { command, shell: true }).make(A, order());
    assert.deepEqual(bytes, readFileSync(join(folder, 'one.spc')));
    await assert.rejects(
      source('', { command, shell: true }).make(A, order({ requestType: 2 })),
      /the command line.*exit code 1/,
    );
  });

  it('run it once for each redemption, one after the other', async () => {
    const script = `const fs = require('fs');
      fs.mkdirSync('busy');
      const turn = fs.existsSync('turns') ? Number(fs.readFileSync('turns', 'utf8')) : 0;
      fs.writeFileSync('turns', String(turn + 1));
      process.stdout.write(fs.readFileSync(['one', 'two', 'three'][turn] + '.spc'), () => fs.rmdirSync('busy'));`;
    const spcs = source(script, { reuse: false });
    assert.equal(existsSync(join(folder, 'turns')), false, 'nothing is run before it is needed');
    const made = await Promise.all([1, 2, 3].map(() => spcs.make(A, order())));
    for (const [index, name] of ['one', 'two', 'three'].entries())
      assert.deepEqual(made[index]?.bytes, readFileSync(join(folder, `${name}.spc`)));
  });

  it('want a fresh SPC each time, unless the operator says otherwise', async () => {
    const spcs = source(PRINT, { reuse: false });
    await spcs.make(A, order());
    await blocked(spcs, /printed an SPC again.*devices\[\]\.spc\.reuse/);
    const again = source(PRINT, { reuse: true });
    await again.make(A, order());
    await again.make(A, order());
  });

  it('say how the program ended, and what it said, without secrets and control characters', async () => {
    const script = `console.error('no device: \\u001b[31mgeheimnis\\u0007'); process.exit(3)`;
    await blocked(source(script), /ended with exit code 3; it said: no device: {2}\[31m<token #1>$/);
    await blocked(source(`process.kill(process.pid, 'SIGTERM')`), /was ended by SIGTERM$/);
    const long = `console.error('x'.repeat(100000) + 'the end'); process.exit(1)`;
    await blocked(source(long), /it said: \.\.\.x{293}the end$/);
    await blocked(
      source('', { command: [join(folder, 'nothing')] }),
      /nothing, asked .* could not be started \(ENOENT\)/,
    );
    await blocked(source('', { folder: join(folder, 'no folder') }), /could not be started \(ENOENT\)/);
  });

  it('take no SPC that is none, even when the program ends well', async () => {
    await blocked(source(''), /printed no SPC: .*\(empty\)/);
    await blocked(source('console.log("{}")'), /printed no SPC: .*\(json-text\)/);
    await blocked(
      source(`process.stdout.write(require('fs').readFileSync('one.spc').subarray(0, 500))`),
      /\(truncated\)/,
    );
    const other = Buffer.alloc(20, 7);
    await blocked(
      source(PRINT, { certificateHash: other }),
      new RegExp(`another certificate .*not ${other.toString('hex')}`),
    );
  });

  it('end the program, and what it started, after its time', async () => {
    const pidFile = join(folder, 'pid');
    const script = `const child = require('child_process').spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)'], { stdio: 'inherit' });
      require('fs').writeFileSync('pid', String(child.pid)); setInterval(() => {}, 1000);`;
    await blocked(source(script, { timeoutMs: 700 }), /took longer than 700 ms/);
    const pid = Number(readFileSync(pidFile, 'utf8'));
    await gone(pid);
  });

  it('end a program that prints without end', async () => {
    const script = `const more = () => process.stdout.write(Buffer.alloc(65536), more); more();`;
    await blocked(source(script), /printed more than 262144 bytes/);
  });

  it('end the program with the run', async () => {
    const script = `require('fs').writeFileSync('begun', ''); setInterval(() => {}, 1000);`;
    const stop = new AbortController();
    const spcs = source(script);
    const made = blocked(spcs, /was ended with the run/, stop.signal);
    const queued = blocked(spcs, /was ended with the run/, stop.signal);
    const looking = setInterval(() => {
      if (existsSync(join(folder, 'begun'))) stop.abort();
    }, 20);
    await Promise.all([made, queued]);
    clearInterval(looking);
  });

  it('do not ask a device for what cannot be had of it', async () => {
    const spcs = source(`require('fs').writeFileSync('asked', '')`);
    await assert.rejects(spcs.make(A, order({ hu: Buffer.alloc(20) })), NotObservableError);
    assert.equal(existsSync(join(folder, 'asked')), false);
  });

  it('are not run for a rehearsal', async () => {
    const sealed = new SealedSpcs();
    assert.equal((await sealed.make(A, order())).open, undefined);
    await assert.rejects(sealed.make(A, order({ assetID: 'x' })), NotObservableError);
  });
});

/** Resolves when there is no such process; the suite's own time limit speaks up if it never goes. */
async function gone(pid: number): Promise<void> {
  for (;;) {
    try {
      process.kill(pid, 0);
      // Where nobody buries the dead they stay in the list.
      if (readFileSync(`/proc/${String(pid)}/stat`, 'utf8').includes(') Z ')) return;
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'ESRCH' || existsSync('/proc/self/stat')) return;
    }
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
}
