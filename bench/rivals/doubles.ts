/**
 * The doubles that `run --hosting port` has, in a process of their own: `doubles.ts SEED NONCE INSTANT`. Tells their
 * addresses in one line of JSON and ends with its standard input.
 *
 * Their time stands still at the instant of the recording (milliseconds since the epoch), so that what was in time then
 * is in time now.
 */
import { tmpdir } from 'node:os';
import { loadConfiguration, openTarget } from '../../support/target';

const [seed, nonce = '', instant] = process.argv.slice(2);

void (async () => {
  Date.now = () => Number(instant);
  const options = { hosting: 'port', seed: Number(seed), nonce };
  const target = await openTarget(loadConfiguration({ env: {}, cwd: tmpdir(), options }));
  const { origin } = new URL(target.expressplay.tokenUrl);
  process.stdout.write(`${JSON.stringify({ sees: new URL(target.seesUrl).origin, expressplay: origin })}\n`);
  process.stdin.resume().once('end', () => void target.close());
})();
