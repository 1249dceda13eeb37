import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { expressPlayConfiguration, hostileExpressPlay } from './hostile-expressplay';
import { runAgainst } from './hostile-run';

const timeouts = { entitlementMs: 5000, tokenMs: 5000, recordMs: 5000, licenseMs: 5000 };

describe('a run that holds requests to a rate', () => {
  it('asks a target no faster', async (context) => {
    const server = await hostileExpressPlay({});
    context.after(() => server.close());
    const requestsPerSecond = 20;
    const tags = '@SEQ-24 or @EP-LIC-01';
    const configuration = expressPlayConfiguration(server.origin, { tags, timeouts, rate: { requestsPerSecond } });
    const run = await runAgainst(configuration);
    assert.equal(run.report.verdict.exitCode, 0, run.printed);
    assert.ok(run.report.totals.pass > 0);

    const at = server.arrivals;
    assert.equal(at.length, server.requests.length);
    assert.ok(at.length > 5, `${at.length} requests`);
    const took = (at.at(-1) ?? 0) - (at[0] ?? 0);
    const least = ((at.length - 1) / requestsPerSecond) * 1000;
    // One request may take a little longer on its way than another.
    assert.ok(took >= least - 45, `${at.length} requests in ${took} ms, which is less than ${least} ms`);
  });
});
