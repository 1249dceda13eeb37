import assert from 'node:assert/strict';
import { PassThrough } from 'node:stream';
import { describe, it } from 'node:test';
import { record, timeScript } from '../testing/records';
import { checkVerdict, conformance, requirement } from '../testing/reports';
import { createTerminalListener, type TerminalListenerOptions } from './listener';

class Screen extends PassThrough {
  readonly columns = 80;
  constructor(readonly isTTY: boolean) {
    super();
  }
  get text(): string {
    return String(this.read() ?? '');
  }
}

async function show(
  options: Partial<TerminalListenerOptions> & { terminal?: boolean },
  scenarios = 20,
): Promise<string> {
  const screen = new Screen(options.terminal ?? false);
  const listener = createTerminalListener({ stream: screen, env: { NO_COLOR: '1' }, ...options });
  void listener.runStarted?.(conformance().run, scenarios, 8);
  for (let index = 0; index < scenarios; index += 1) {
    listener.scenarioStarted?.(`scenario ${String(index)}`, index);
    if (index === 1) listener.waiting?.('the expiry of a token', 62_000);
    listener.scenarioFinished?.(record(timeScript(), { status: index === 2 ? 'failed' : 'passed' }));
  }
  await listener.runFinished?.(conformance());
  return screen.text;
}

const END = [
  '',
  '  fail            SEQ-42       device B opened a license | with <contentKey #1>',
  '                               features/a.feature:3',
  '  fail (waived)   SEES-RES-04  why SEES-RES-04 is fail  features/a.feature:3',
  '  warn            SEQ-42.code  why SEQ-42.code is warn  features/a.feature:3',
  '  harness-error   SEES-TRN-02  why SEES-TRN-02 is harness-error',
  '  could-not-test  SEES-TRN-01  connection refused',
  '',
  'checks: 2 fail, 1 harness-error, 1 could-not-test, 1 warn, 1 pass, 1 info, 1 not-observable',
  '1 scenario, 8 exchanges, 1.2 s',
  'report: reports/allure-report/index.html',
  'Not conformant: 1 check of level MUST failed (exit code 1)',
  '',
];

describe('createTerminalListener', () => {
  it('writes plain lines where nobody watches, one per tenth', async () => {
    const places = (): string[] => ['report: reports/allure-report/index.html'];
    const lines = (await show({ places, clock: { now: () => 2000 } })).split('\n');
    assert.deepEqual(lines.slice(0, 3), [
      'sees-conformance: profile stub, hosting nock',
      '  SEES reference, ExpressPlay reference',
      '  20 scenarios, 8 checks, seed 7, nonce n0',
    ]);
    const progress = lines.slice(3, -END.length);
    assert.deepEqual(progress.slice(0, 3), [
      '  waiting for the expiry of a token (1 min 0 s)',
      '  2 of 20 scenarios: 2 passed',
      '  4 of 20 scenarios: 3 passed, 1 failed',
    ]);
    assert.equal(progress.length, 11);
    assert.deepEqual(lines.slice(-END.length), END);
  });

  it('names the moment of a wait where it has no clock', async () => {
    assert.match(await show({}), /waiting for the expiry of a token \(until 1970-01-01T00:01:02\.000Z\)/u);
  });

  it('rewrites one line on a terminal, no wider than it, and takes it away at the end', async () => {
    const text = await show({ terminal: true, clock: { now: () => 2000 } });
    const drawn = text.split('\r\u001B[2K').slice(1);
    assert.equal(drawn[0], '0/20  scenario 0');
    assert.equal(drawn[1], '1 min 0 s left  waiting for the expiry of a token');
    assert.ok(drawn.every((line) => (line.split('\n')[0] ?? '').length <= 80));
    assert.match(drawn.at(-1) ?? '', /^\n {2}fail/u);
  });

  it('colors on a terminal unless NO_COLOR is set', async () => {
    // eslint-disable-next-line no-control-regex -- a color begins with one
    const colored = /\u001B\[3[0-9]m/u;
    assert.match(await show({ terminal: true, env: {} }), colored);
    assert.doesNotMatch(await show({ terminal: true, env: { NO_COLOR: '1' } }), colored);
    assert.doesNotMatch(await show({ terminal: false, env: {} }), colored);
  });

  it('is quiet until the verdict', async () => {
    const lines = (await show({ quiet: true, terminal: true })).split('\n');
    assert.deepEqual(lines, [...END.slice(1, 7), END[11], '']);
  });

  it('prints the report and nothing else as JSON', async () => {
    assert.deepEqual(JSON.parse(await show({ json: true, terminal: true })), JSON.parse(JSON.stringify(conformance())));
  });

  it('lists at most 20 checks and counts the rest', async () => {
    const requirements = Array.from({ length: 23 }, (_, index) =>
      requirement([checkVerdict(`SEQ-${String(index)}`, 'fail')]),
    );
    const screen = new Screen(false);
    await createTerminalListener({ stream: screen, env: {} }).runFinished?.(conformance({ requirements }));
    const lines = screen.text.split('\n');
    assert.equal(lines.filter((line) => line.startsWith('  fail')).length, 20);
    assert.ok(lines.includes('  and 3 more'));
  });

  it('tells a reason once that kept many checks from being judged', async () => {
    const requirements = [1, 2, 3].map((number) =>
      requirement([checkVerdict(`SEES-RES-0${String(number)}`, 'could-not-test', { reason: 'connection refused' })]),
    );
    const screen = new Screen(false);
    await createTerminalListener({ stream: screen, env: {} }).runFinished?.(conformance({ requirements }));
    assert.match(screen.text, /^ {2}could-not-test {2}SEES-RES-01 \(\+2\) {2}connection refused$/mu);
  });

  it('calls nothing conformant that a gate only lets pass', async () => {
    const end = async (...checks: ReturnType<typeof checkVerdict>[]): Promise<string> => {
      const screen = new Screen(false);
      const verdict = { gate: 'none', exitCode: 0, reason: 'so' } as const;
      const report = conformance({ verdict, requirements: checks.map((check) => requirement([check])) });
      await createTerminalListener({ stream: screen, env: {}, quiet: true }).runFinished?.(report);
      return screen.text.trimEnd().split('\n').at(-1) ?? '';
    };
    assert.equal(await end(checkVerdict('SEQ-42', 'pass')), 'Conformant: so (exit code 0)');
    assert.equal(await end(checkVerdict('SEQ-42', 'fail', { waived: true })), 'Conformant: so (exit code 0)');
    assert.equal(await end(checkVerdict('SEQ-42', 'fail')), 'Passed the gate: so (exit code 0)');
    assert.equal(await end(checkVerdict('SEQ-42', 'warn')), 'Passed the gate: so (exit code 0)');
  });

  it('lets no server write to the terminal', async () => {
    const screen = new Screen(true);
    const requirements = [
      requirement([checkVerdict('SEQ-42', 'fail', { reason: 'said \u001b]0;owned\u0007 and\nmore' })]),
    ];
    await createTerminalListener({ stream: screen, env: { NO_COLOR: '1' } }).runFinished?.(
      conformance({ requirements }),
    );
    assert.match(screen.text, /said \ufffd\]0;owned\ufffd and more/u);
  });
});
